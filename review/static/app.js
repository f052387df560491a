// Pages are whole without this script. With it, forms and links of a claim change only the
// page's main part, keys press the buttons that show them, and notes save themselves.
'use strict';
(() => {
  const $ = (selector, root = document) => root.querySelector(selector);
  const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
  const words = document.body.dataset;
  document.documentElement.classList.add('js');

  // Messages

  let hush;
  function say(text) {
    const live = $('#live');
    live.textContent = text;
    live.classList.add('shown');
    clearTimeout(hush);
    hush = setTimeout(() => live.classList.remove('shown'), 1600);
  }

  function alarm(again) {
    const box = $('#alarm');
    box.textContent = words.offline;
    const button = document.createElement('button');
    button.textContent = words.again;
    button.addEventListener('click', () => { calm(); again(); });
    box.append(button);
    box.classList.add('shown');
  }

  function calm() { $('#alarm').classList.remove('shown'); $('#alarm').textContent = ''; }

  // Pages: fetched one after the other, the main part exchanged

  let queue = Promise.resolve();
  const whole = url => { location.assign(url); };

  function visit(url, options = {}) {
    queue = queue.then(() => fetchPage(url, options)).catch(() => alarm(() => visit(url, options)));
    return queue;
  }

  async function fetchPage(url, { body, history: keep = true }) {
    const answer = await fetch(url, body ? { method: 'POST', body, headers: { 'X-Requested-With': 'fetch' } } : { headers: { 'X-Requested-With': 'fetch' } });
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const next = $('main', page), now = $('main');
    if (!next || page.body.className !== document.body.className && !/on-(claim|finished)/.test(page.body.className)) {
      if (body && answer.redirected) { whole(answer.url); return; }
      if (!next) throw new Error('no page');
    }
    const same = now.dataset.claim === next.dataset.claim;
    exchange(now, next, page);
    const address = answer.redirected || !body ? withoutHash(answer.url) : location.href;
    if (keep) history[same && body ? 'replaceState' : 'pushState']({}, '', address);
    calm();
    if (body && answer.ok) say(words.saved);
  }

  const withoutHash = url => url.split('#')[0];

  function exchange(now, next, page) {
    const same = now.dataset.claim && now.dataset.claim === next.dataset.claim;
    const sameText = now.dataset.doc && now.dataset.doc === next.dataset.doc;
    const text = $('#text')?.scrollTop || 0, panel = $('.panel')?.scrollTop || 0;
    const focus = document.activeElement?.dataset?.keys, open = same ? $$('details[open][id]').map(d => d.id) : [];
    now.replaceWith(next);
    document.title = page.title;
    document.body.className = page.body.className;
    for (const id of open) { const d = document.getElementById(id); if (d) d.open = true; }
    if ($('#text') && sameText) { $('#text').style.scrollBehavior = 'auto'; $('#text').scrollTop = text; $('#text').style.scrollBehavior = ''; }
    if ($('.panel') && same) $('.panel').scrollTop = panel;
    const back = same && focus && $(`[data-keys="${CSS.escape(focus)}"]`, next);
    if (back && !/^(TEXTAREA|INPUT)$/.test(back.tagName)) back.focus({ preventScroll: true }); else next.focus({ preventScroll: true });
    arrive(same);
    if (!same) { scrollTo(0, 0); $('#conflict')?.scrollIntoView(); }
  }

  // arrive sets up a page that has come in.
  function arrive(same) {
    if (!same) $('#here')?.scrollIntoView({ block: 'center', behavior: 'instant' });
    const spanner = $('.spanner');
    if (spanner) { spanner.scrollIntoView({ block: 'nearest' }); grips(); }
    if ($('#conflict')) $('#conflict').scrollIntoView({ block: 'nearest' });
  }

  addEventListener('popstate', () => visit(location.href, { history: false }));

  document.addEventListener('submit', e => {
    const form = e.target;
    if (!form.closest('.desk') || form.method !== 'post' || form.action.endsWith('/logout')) return;
    e.preventDefault();
    const body = new URLSearchParams(new FormData(form, e.submitter));
    if (e.submitter && pending === e.submitter) return; // pressed twice
    pending = e.submitter;
    visit(form.action, { body }).finally(() => { pending = null; });
  });
  let pending = null;

  document.addEventListener('click', e => {
    const link = e.target.closest('a[href]');
    if (!link || e.metaKey || e.ctrlKey || e.shiftKey || e.altKey || e.button) return;
    if (link.dataset.opens) { e.preventDefault(); reveal(link.dataset.opens); return; }
    if (link.dataset.select !== undefined && selectSpan()) { e.preventDefault(); return; }
    const url = new URL(link.href);
    if (!link.closest('.desk') || url.origin !== location.origin || !/^\/claims\/[^/]+$/.test(url.pathname)) return;
    if (url.pathname === location.pathname && url.search === location.search && url.hash) return;
    e.preventDefault();
    visit(link.href);
  });

  function reveal(id) {
    const details = document.getElementById(id);
    if (!details) return;
    details.open = !details.open;
    if (details.open) ($('[aria-pressed=true]', details) || $('button, input:not([type=hidden])', details))?.focus();
  }

  // Keys

  let prefix = '', prefixTimer;
  document.addEventListener('keydown', e => {
    if (e.defaultPrevented || e.ctrlKey || e.metaKey || e.altKey || e.isComposing) return;
    const typing = e.target.closest('input:not([type=checkbox]), textarea, select');
    if (e.key === 'Escape' && typing) { typing.blur(); return; }
    if (typing || $('dialog[open]')) return;
    if (e.key === '?') { e.preventDefault(); $('#keys')?.showModal(); return; }
    if (press(e)) e.preventDefault();
  });

  function press(e) {
    const key = prefix + e.key;
    clearTimeout(prefixTimer);
    prefix = '';
    if (e.key === 'Enter' || e.key === ' ') {
      if (e.target.closest('a, button, summary, label')) return false; // the browser presses what has the focus
      if (e.key === ' ') return false;
    }
    if (row(e.key)) return true;
    const found = candidates(key)[0];
    if (found) { push(found); return true; }
    if (/^[1-9]$/.test(e.key)) return digit(Number(e.key));
    if (e.key === 'r') return cycle();
    if ($$(`[data-keys^="${CSS.escape(key)}"]`).some(b => b.dataset.keys.length > key.length && b.dataset.keys[0] === e.key && e.key === 't')) {
      prefix = key;
      prefixTimer = setTimeout(() => { prefix = ''; }, 1500);
      return true;
    }
    return false;
  }

  const shown = el => el.checkVisibility ? el.checkVisibility() : el.offsetParent !== null;

  // While the ends of a claim are moved, keys are the editor's first.
  function candidates(key) {
    const all = $$(`[data-keys~="${CSS.escape(key)}"]`);
    const inner = all.filter(el => el.closest('.spanner'));
    return inner.length ? inner : all.filter(shown).concat(all.filter(el => el.matches('.me a')));
  }

  function push(el) {
    if (/^(TEXTAREA|INPUT)$/.test(el.tagName)) { el.focus(); el.select?.(); return; }
    if (el.tagName === 'A' && el.matches('[data-keys="?"]')) { $('#keys').showModal(); return; }
    el.click();
  }

  function digit(n) {
    const button = $$('.group.stance.active .answers button')[n - 1];
    button?.click();
    return Boolean(button);
  }

  function cycle() {
    const groups = $$('.group.stance');
    if (groups.length < 2) return false;
    const at = groups.findIndex(g => g.classList.contains('active'));
    groups[at]?.classList.remove('active');
    groups[(at + 1) % groups.length].classList.add('active');
    return true;
  }

  // Rows of a table are walked through with j and k and opened with Enter.
  function row(key) {
    const rows = $$('tr[data-row]');
    if (!rows.length) return false;
    const at = rows.findIndex(r => r.classList.contains('at'));
    if (key === 'Enter' && at >= 0) { $('a.open', rows[at])?.click(); return true; }
    if (key !== 'j' && key !== 'k') return false;
    const to = rows[Math.max(0, Math.min(rows.length - 1, at + (key === 'j' ? 1 : -1)))];
    rows[at]?.classList.remove('at');
    to.classList.add('at');
    to.scrollIntoView({ block: 'nearest' });
    $('a.open', to)?.focus({ preventScroll: true });
    return true;
  }

  // Claims by mouse: select words, or drag the ends. Positions count code points, as the tables do.

  const points = text => [...text].length;

  function offset(node, at) {
    const piece = (node.nodeType === 3 ? node.parentElement : node)?.closest('[data-o]');
    if (!piece) return -1;
    const range = document.createRange();
    range.selectNodeContents(piece);
    range.setEnd(node, at);
    return Number(piece.dataset.o) + points(range.toString());
  }

  function selectSpan() {
    const selection = getSelection(), text = $('#text');
    if (!text || selection.isCollapsed || !text.contains(selection.anchorNode)) return false;
    const range = selection.getRangeAt(0), words = range.toString();
    let start = offset(range.startContainer, range.startOffset), end = offset(range.endContainer, range.endOffset);
    if (start < 0 || end <= start) return false;
    start += points(words) - points(words.trimStart());
    end -= points(words) - points(words.trimEnd());
    toSpan(start, end);
    return true;
  }

  function toSpan(start, end) {
    if (end <= start) return;
    const url = new URL(location.href);
    url.searchParams.set('span', `${start}-${end}`);
    visit(url.href);
  }

  function grips() {
    const pieces = $$('#text .claim');
    if (!pieces.length) return;
    for (const [name, piece, where] of [['start', pieces[0], 'beforebegin'], ['end', pieces[pieces.length - 1], 'afterend']]) {
      const grip = document.createElement('span');
      grip.className = `grip ${name}`;
      grip.setAttribute('aria-hidden', 'true');
      piece.insertAdjacentElement(where, grip);
      grip.addEventListener('pointerdown', e => drag(e, grip, name));
    }
  }

  function drag(e, grip, name) {
    e.preventDefault();
    grip.setPointerCapture(e.pointerId);
    const spans = $('.spanner').dataset.spans.split(',');
    const first = Number(spans[0].split('-')[0]), last = Number(spans[spans.length - 1].split('-')[1]);
    const pieces = $$('#text .claim');
    const fixed = name === 'start' ? [pieces[pieces.length - 1], 1] : [pieces[0], 0];
    let at = -1;
    grip.onpointermove = move => {
      const spot = caret(move.clientX, move.clientY);
      if (!spot || !$('#text').contains(spot.node)) return;
      const here = offset(spot.node, spot.at);
      if (here < 0) return;
      at = here;
      const anchor = fixed[0].firstChild;
      getSelection().setBaseAndExtent(anchor, fixed[1] ? anchor.length : 0, spot.node, spot.at);
    };
    grip.onpointerup = () => {
      grip.onpointermove = grip.onpointerup = null;
      getSelection().removeAllRanges();
      if (at >= 0) name === 'start' ? toSpan(Math.min(at, last - 1), last) : toSpan(first, Math.max(at, first + 1));
    };
  }

  function caret(x, y) {
    if (document.caretPositionFromPoint) {
      const spot = document.caretPositionFromPoint(x, y);
      return spot && { node: spot.offsetNode, at: spot.offset };
    }
    const range = document.caretRangeFromPoint?.(x, y);
    return range && { node: range.startContainer, at: range.startOffset };
  }

  // Notes save themselves, without touching what is being typed.

  let noteTimer;
  document.addEventListener('input', e => {
    const form = e.target.closest('form[data-autosave]');
    if (form) { clearTimeout(noteTimer); noteTimer = setTimeout(() => saveNote(form), 700); }
    if (e.target.dataset.suggest) suggest(e.target);
  });
  document.addEventListener('focusout', e => {
    const form = e.target.closest?.('form[data-autosave]');
    if (form && noteTimer) { clearTimeout(noteTimer); saveNote(form); }
  });

  function saveNote(form) {
    noteTimer = null;
    const body = new URLSearchParams(new FormData(form));
    queue = queue.then(async () => {
      body.set('base', form.elements.base.value);
      const answer = await fetch(form.action, { method: 'POST', body });
      const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
      const fresh = $('form[data-autosave]', page);
      if (!answer.ok || !fresh) { exchange($('main'), $('main', page), page); return; }
      form.elements.base.value = fresh.elements.base.value;
      form.elements.nonce.value = fresh.elements.nonce.value;
      $('.history', page) && $('.history')?.replaceWith($('.history', page));
      calm();
      say(words.saved);
    }).catch(() => alarm(() => saveNote(form)));
    return queue;
  }

  let suggestTimer;
  function suggest(input) {
    clearTimeout(suggestTimer);
    suggestTimer = setTimeout(async () => {
      if (input.value.trim().length < 2) return;
      const answer = await fetch(`${input.dataset.suggest}?q=${encodeURIComponent(input.value)}`).catch(() => null);
      if (!answer?.ok) return;
      const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
      input.list?.replaceChildren(...$$('#suggested option', page));
    }, 120);
  }

  // Articles: what the mouse is on, in the text and beside it

  for (const type of ['mouseover', 'mouseout']) {
    document.addEventListener(type, e => {
      const el = e.target.closest?.('.margins [data-claim], .margin li');
      if (!el) return;
      const id = el.dataset.claim || el.id.slice(2);
      $$(`.margins [data-claim="${CSS.escape(id)}"]`).concat(document.getElementById('m-' + id) || []).forEach(x => x.classList.toggle('at', type === 'mouseover'));
    });
  }

  // A menu closes when something else is chosen.
  document.addEventListener('click', e => {
    $$('.pop[open], .me[open]').forEach(d => { if (!d.contains(e.target)) d.open = false; });
  });
  document.addEventListener('keydown', e => {
    if (e.key === 'Escape') $$('.pop[open], .me[open]').forEach(d => { d.open = false; });
  });
  if (matchMedia('(max-width: 60rem)').matches) $$('.rail').forEach(d => { d.open = false; });

  arrive(false);
})();
