// Saves the comment form as one types. Without it the form works all the same, by its buttons.
// Nothing is kept in the browser's storage: other people may sit at this computer later.
'use strict';
(() => {
  const line = document.getElementById('saving');
  const form = line && line.closest('form');
  if (!form || !form.requestSubmit || !window.AbortSignal?.timeout) return;

  const aloud = document.getElementById('saving-aloud');
  const carried = ['submission_key', 'revision', 'question_set', 'writer', 'step'];
  let kept = words(); // what the portal has
  let unsure = null; // a save without an answer: sent again as it was, so that it cannot clash with itself
  let busy = null;
  let stopped = line.dataset.saving === 'paused';
  let leaving = false; // the form itself is on its way
  let through = false; // the next press goes out whatever happens
  let timer = 0, since = 0, sentAt = 0, toldAt = 0, failures = 0;

  // A browser sends line breaks as CRLF, and files are no words.
  function pairs() {
    return [...new FormData(form)].filter(([, it]) => typeof it === 'string')
      .map(([name, it]) => [name, it.replace(/\r?\n/g, '\r\n')]);
  }
  function words() {
    return `${new URLSearchParams(pairs().filter(([name]) => !carried.includes(name)))}`;
  }
  const isDirty = () => !leaving && (busy || unsure || words() !== kept);

  // The line is always right. Heard is the first save, what goes wrong and its end, and a save now and then.
  function say(text, isHeard, more) {
    if (line.firstChild?.data === text) return;
    line.replaceChildren(text, ...(more ? [more] : []));
    line.classList.toggle('saving-wrong', failures > 0);
    if (!isHeard) return;
    toldAt = Date.now();
    aloud.textContent = text;
  }
  const make = (tag, attributes) => Object.assign(document.createElement(tag), attributes);

  function send() {
    const { body } = unsure ??= { words: words(), body: new URLSearchParams([...pairs(), ['intent', 'save']]) };
    sentAt = Date.now();
    return busy = fetch(form.getAttribute('action'), {
      method: 'POST',
      headers: { Accept: 'application/json' },
      body,
      keepalive: `${body}`.length < 6e4, // more than that dies with the page
      signal: AbortSignal.timeout(1e4),
    }).then(async (answer) => settle(answer.status, await answer.json().catch(() => ({}))), () => settle(0, {}))
      .finally(() => busy = null);
  }

  // Gives whether the portal has these words now.
  function settle(status, said) {
    if (status === 200 && said.revision) {
      form.elements.revision.value = said.revision;
      form.elements.submission_key.value = said.submission_key;
      const at = new Date(said.saved_at).toLocaleTimeString([], { hour: 'numeric', minute: '2-digit' });
      const isHeard = failures > 0 || Date.now() - toldAt > 3e5;
      kept = unsure.words;
      unsure = null;
      since = failures = 0;
      say(`Saved at ${at}.`, isHeard);
      return true;
    }
    failures += 1;
    if (status > 0 && status !== 429 && status < 500) unsure = null;
    if (status === 409) {
      stopped = true;
      say('A newer draft was saved in another tab or on another device. Nothing was overwritten, and saving as you ' +
        'type stopped here. ', true, make('button', { name: 'intent', value: 'save', textContent: 'Show both texts' }));
    } else if (status === 401) {
      say(`${said.message || 'You are signed out.'} Your words are still here, but not saved. Save draft keeps them in this browser. Or: `, true,
        make('a', { href: '/sign-in', target: '_blank', textContent: 'Sign in in a new tab' }));
    } else if (!unsure) {
      say(`Not saved. ${said.message || 'This text is too long to be kept.'}`, true);
    } else {
      say('Not saved yet: the site cannot be reached. Your words are still here; we keep trying.', true);
    }
    return false;
  }

  // Sends until nothing is left; gives whether the portal has everything.
  async function flush() {
    while (!stopped && isDirty()) if (!await (busy || send())) return schedule();
    return !stopped;
  }
  function schedule() {
    const now = Date.now();
    if (stopped || failures && timer) return;
    clearTimeout(timer);
    since ||= now;
    const wait = failures ? Math.min(6e4, 2e3 * 2 ** failures)
      : Math.max(sentAt + 8e3 - now, Math.min(2e3, since + 15e3 - now), 0);
    timer = setTimeout(async () => {
      timer = 0;
      if (isDirty()) await (busy || send());
      if (isDirty()) schedule();
    }, wait);
  }
  function typed() {
    leaving = through = false;
    if (isDirty()) schedule();
  }
  form.addEventListener('input', typed);

  // What is typed is saved before the form goes out: a page that cannot be reached would take its place.
  form.addEventListener('submit', (event) => {
    if (stopped || through || !isDirty()) return leaving = true;
    event.preventDefault();
    say('Saving…');
    // Until this event is over, a browser takes no other.
    const go = () => setTimeout(() => form.requestSubmit(event.submitter, through = true));
    flush().then(() => {
      if (!unsure) return go();
      say('Nothing was sent: the site cannot be reached. Your words are still here. Press again to try again.', true);
      through = true;
    }).catch(go);
  });

  for (const event of ['visibilitychange', 'pagehide', 'online']) addEventListener(event, flush);
  addEventListener('beforeunload', (event) => {
    if (!isDirty()) return;
    flush();
    event.preventDefault();
  });
  // Shown again as it was left: the portal has it newer, unless something here never arrived.
  addEventListener('pageshow', (event) => {
    if (!event.persisted) return;
    leaving = through = false;
    if (!isDirty()) location.reload();
  });

  say(stopped ? 'Saving as you type starts again once you press Save draft.' : 'What you type is saved as you go.');
  // A browser may have put back what was typed before.
  const isPutBack = (it) => it.checked !== it.defaultChecked || /text/.test(it.type) && it.value !== it.defaultValue;
  if ([...form.elements].some(isPutBack)) schedule(kept = null);
})();
