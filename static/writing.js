// Makes writing more comfortable: counts, answers that can be taken back, paste that keeps paragraphs and lists.
// Without it the form works all the same.
'use strict';
(() => {
  const main = document.getElementById('main');
  const aloud = Object.assign(document.createElement('p'), { className: 'hidden-visually' });
  aloud.setAttribute('role', 'status');
  main.append(aloud);
  const changed = (it) => it.dispatchEvent(new Event('input', { bubbles: true }));

  // How much is written, as the portal counts it: in characters, a line break being one. Heard only now and then.
  for (const hint of main.querySelectorAll('[data-limit]')) {
    const field = document.getElementById(hint.id.replace('--limit', ''));
    const [limit, empty] = [Number(hint.dataset.limit), hint.textContent];
    const figure = (n) => n.toLocaleString('en-US');
    let heard = 0;
    const count = () => {
      const text = field.type === 'text' ? field.value.trim().normalize() : field.value;
      const n = [...text].length;
      const over = n > limit ? `: ${figure(n - limit)} too many. Nothing is cut off, but it cannot be sent.` : '';
      hint.textContent = n ? `${figure(n)} of ${figure(limit)} characters${over}` : empty;
      hint.classList.toggle('error', n > limit);
      const level = [0.8, 0.95, 1].filter((it) => n > it * limit).length;
      if (level > heard) aloud.textContent = hint.textContent;
      heard = level;
    };
    count();
    field.addEventListener('input', count);
  }

  // Whoever writes beside "other" means it.
  for (const text of main.querySelectorAll('.beneath input[type=text]')) {
    const choice = text.closest('.choices > div').querySelector('input');
    text.addEventListener('input', () => {
      if (text.value.trim() && !choice.checked) {
        choice.checked = true;
        changed(choice);
      }
    });
  }

  // A browser does not let go of a radio button once it is chosen.
  for (const group of main.querySelectorAll('fieldset[role=radiogroup]:not([aria-required])')) {
    const radios = [...group.querySelectorAll('input[type=radio]')];
    const button = Object.assign(document.createElement('button'), { type: 'button', className: 'clear' });
    button.textContent = 'Clear this answer';
    const which = Object.assign(document.createElement('span'), { className: 'hidden-visually' });
    which.textContent = `: ${group.querySelector('legend').textContent}`;
    button.append(which);
    const show = () => {
      button.hidden = !radios.some((it) => it.checked);
    };
    button.addEventListener('click', () => {
      for (const it of radios) it.checked = false;
      radios[0].focus();
      aloud.textContent = 'The answer is cleared.';
      changed(radios[0]);
    });
    group.append(button);
    group.addEventListener('input', show);
    show();
  }

  // What a word processor hands over as text has often lost its blank lines and bullets; its HTML still has them.
  // Text alone goes into the field.
  const isBlock = /^(p|h[1-6]|blockquote|pre|table|ul|ol|dl|hr|section|article|header|footer|main)$/;
  function asText(html) {
    const blocks = [];
    let [line, mark] = ['', ''];
    const end = (kind) => {
      const text = line.replace(/[ \t\u00a0]+/g, ' ').replace(/ ?\n ?/g, '\n').trim();
      if (text) {
        const before = blocks.at(-1);
        const now = mark ? 'item' : kind;
        if (before) blocks.push({ text: before.kind === now && now !== 'block' ? '\n' : '\n\n' });
        blocks.push({ text: mark + text, kind: now });
        mark = '';
      }
      line = '';
    };
    const walk = (node, depth) => {
      let n = (node.start || 1) - 1;
      for (const it of node.childNodes) {
        const name = it.localName;
        if (it.nodeType === Node.TEXT_NODE) line += it.data.replace(/\s+/g, ' ');
        else if (!name || /^(style|script|title|template)$/.test(name)) continue;
        else if (name === 'br') line += '\n';
        else if (name === 'td' || name === 'th') {
          walk(it, depth);
          line += '   ';
        } else if (name === 'li') {
          end('line');
          n = it.value > 0 ? it.value : n + 1;
          mark = '  '.repeat(Math.max(depth - 1, 0)) + (node.localName === 'ol' ? `${n}. ` : '- ');
          walk(it, depth);
          end('item');
        } else if (/mso-list:\s*l/i.test(it.getAttribute('style') || '')) {
          // A list as Word writes it: paragraphs, each with its bullet or number typed in front.
          end('line');
          const typed = it.querySelector('[style*="mso-list:Ignore" i]');
          const number = typed && /\w+[.)]/.exec(typed.textContent);
          if (typed) typed.remove();
          mark = number ? `${number[0]} ` : '- ';
          walk(it, depth);
          end('item');
        } else if (isBlock.test(name) || name === 'div' || name === 'tr') {
          const kind = isBlock.test(name) ? 'block' : 'line';
          end('line');
          walk(it, name === 'ul' || name === 'ol' ? depth + 1 : depth);
          end(kind);
        } else walk(it, depth);
      }
    };
    walk(new DOMParser().parseFromString(html, 'text/html').body, 0);
    end('line');
    return blocks.map((it) => it.text).join('');
  }
  function isLost(html, plain) {
    const hasList = /<li[\s>]|mso-list:/i.test(html);
    const hasParagraphs = (html.match(/<(p|h[1-6])[\s>]/gi) || []).length > 1;
    return hasList && !/^\s*([-*•·▪o]|\w{1,3}[.)])\s/m.test(plain) || hasParagraphs && !/\n\s*\n/.test(plain);
  }
  main.addEventListener('paste', (event) => {
    const field = event.target;
    if (field.localName !== 'textarea') return;
    const [html, plain] = ['text/html', 'text/plain'].map((it) => event.clipboardData.getData(it));
    if (!html || !isLost(html, plain)) return;
    const text = asText(html);
    if (!text) return;
    event.preventDefault();
    // As if typed, so that the browser can undo it.
    if (document.execCommand('insertText', false, text)) return;
    field.setRangeText(text, field.selectionStart, field.selectionEnd, 'end');
    changed(field);
  });
})();
