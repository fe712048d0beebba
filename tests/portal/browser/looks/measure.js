// What a checker of rules does not see: each function gives the faults of the page as sentences.
const measure = (() => {
  const root = document.documentElement;
  const seen = () => [...document.body.querySelectorAll('*')].filter(
    (it) => it.checkVisibility({ contentVisibilityAuto: true }) && !it.closest('.hidden-visually, .skip, svg, option'));
  const tag = (it) => it.cloneNode(false).outerHTML.slice(0, 140);

  function tooWide() {
    if (root.scrollWidth <= root.clientWidth) return [];
    const widest = seen().filter((it) => it.getBoundingClientRect().right > root.clientWidth + 1 && !it.closest('.scrolling'));
    return [`${root.scrollWidth} px wide where there are ${root.clientWidth}: ${widest.slice(0, 3).map(tag)}`];
  }

  // What does not scroll, and on paper nothing does, shows all that is in it. A field of one line always scrolls.
  function cutOff(isCut) {
    return seen().filter((it) => it.localName !== 'input').filter((it) => {
      const { overflowX, overflowY, fontSize } = getComputedStyle(it);
      const slack = Math.max(2, parseFloat(fontSize) / 4);
      return isCut(overflowX) && it.scrollWidth > it.clientWidth + slack ||
        isCut(overflowY) && it.scrollHeight > it.clientHeight + slack;
    }).map((it) => `cut off: ${tag(it)}`);
  }

  const fields = 'select, textarea, input:not([type=hidden], [type=radio], [type=checkbox], [type=file])';
  function tooSmall() {
    return [...document.querySelectorAll(`.button, summary, .choices:not(.choices-many) > div > label, ${fields}`)]
      .filter((it) => it.checkVisibility() && it.getBoundingClientRect().height < 43.5)
      .map((it) => `only ${Math.round(it.getBoundingClientRect().height)} px high: ${tag(it)}`);
  }

  function moving() {
    if (!matchMedia('(prefers-reduced-motion: reduce)').matches) return [];
    return seen().filter((it) => {
      const { transitionDuration, animationDuration } = getComputedStyle(it);
      return [transitionDuration, animationDuration].some((all) => all.split(',').some((one) => parseFloat(one) > 0));
    }).map((it) => `moves: ${tag(it)}`);
  }

  // Each thing that keys reach is marked while it has the keys, and nothing that stays in sight hides it.
  function unmarked() {
    if (!matchMedia('(forced-colors: active), (max-height: 300px)').matches) return [];
    const before = document.activeElement;
    const wrong = [];
    for (const it of document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex]')) {
      if (it.id === 'main' || !it.checkVisibility()) continue;
      it.focus({ focusVisible: true });
      if (document.activeElement !== it) continue;
      const { outlineStyle, outlineWidth } = getComputedStyle(it);
      if (outlineStyle === 'none' || parseFloat(outlineWidth) < 2) wrong.push(`no mark of focus: ${tag(it)}`);
      const [box, line] = [it, document.getElementById('saving')].map((one) => one?.getBoundingClientRect());
      const isCovered = line?.height && box.top >= line.top && box.bottom <= line.bottom && !it.closest('#saving');
      if (isCovered) wrong.push(`covered: ${tag(it)}`);
    }
    before?.focus();
    scrollTo(0, 0);
    return wrong;
  }

  // Twice as large, and as far apart as WCAG 1.4.12 says.
  function letters() {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`html { font-size: 200% !important; } p { margin-bottom: 2em !important; }
      * { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }`);
    document.adoptedStyleSheets = [sheet];
    const wrong = [...tooWide(), ...cutOff((it) => /hidden|clip/.test(it))];
    document.adoptedStyleSheets = [];
    return wrong;
  }

  // Browsers leave backgrounds out, so words have to be dark by themselves.
  function faint() {
    const light = (color) => {
      const [r, g, b] = color.match(/[\d.]+/g).slice(0, 3).map((it) => (it / 255) ** 2.2);
      return .2126 * r + .7152 * g + .0722 * b;
    };
    const hasWords = (it) => [...it.childNodes].some((one) => one.nodeType === Node.TEXT_NODE && one.data.trim());
    return seen().filter((it) => hasWords(it) && light(getComputedStyle(it).color) > .18)
      .map((it) => `faint on paper: ${tag(it)}`);
  }

  function folded() {
    return [...document.querySelectorAll('details > :not(summary)')]
      .filter((it) => !it.checkVisibility({ contentVisibilityAuto: true })).map((it) => `folded on paper: ${tag(it)}`);
  }

  // Colors that are still on their way are nobody's choice.
  document.getAnimations().forEach((it) => it.finish());
  return {
    screen: () => [...tooWide(), ...cutOff((it) => /hidden|clip/.test(it)), ...tooSmall(), ...moving(), ...unmarked()],
    letters,
    paper: () => [...tooWide(), ...cutOff((it) => it !== 'visible'), ...faint(), ...folded()],
  };
})();
