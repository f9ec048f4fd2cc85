// Everything works without this file: it only makes some pages livelier.
(d => {
  const $ = (s, r = d) => r.querySelector(s), $$ = (s, r = d) => [...r.querySelectorAll(s)];
  d.documentElement.classList.add('js');
  const say = text => {
    const live = $('#announcements');
    if (live) { live.textContent = ''; setTimeout(() => { live.textContent = text; }, 60); }
  };

  // What came of a filter. A new element that speaks is often not heard; the one that is always there is.
  const unsaid = () => $$('[data-say]').map(one => { delete one.dataset.say; return one.textContent; });
  unsaid();
  d.addEventListener('htmx:after:swap', () => unsaid().forEach(say));

  // A basket's total, while it is being filled. The server computes it again.
  const basket = $('[data-budget]');
  if (basket) {
    const budget = +basket.dataset.budget, shown = new Intl.NumberFormat(d.documentElement.lang,
      { style: 'currency', currency: basket.dataset.currency, maximumFractionDigits: 0 });
    const update = speak => {
      const total = $$('input[data-cost]:checked', basket).reduce((sum, i) => sum + +i.dataset.cost, 0);
      const over = total > budget, line = $('[data-total]', basket);
      line.textContent = (over ? line.dataset.over : line.dataset.left)
        .replace('{total}', shown.format(total)).replace('{rest}', shown.format(Math.abs(budget - total)));
      line.classList.toggle('bad', over);
      if (speak) say(line.textContent);
    };
    basket.addEventListener('change', () => update(true));
    update(false);
  }

  // What is left of points to share out.
  d.addEventListener('input', event => {
    const paper = event.target.closest('[data-points]');
    if (!paper) return;
    const line = $('[data-rest]', paper), total = +paper.dataset.points;
    const spent = $$('input[inputmode]', paper).reduce(
      (sum, i) => sum + (+i.value || 0) * ('squared' in paper.dataset ? +i.value || 0 : 1), 0);
    line.textContent = (spent > total ? line.dataset.over : line.dataset.left)
      .replace('{spent}', spent).replace('{rest}', Math.abs(total - spent));
    line.classList.toggle('bad', spent > total);
    say(line.textContent);
  });

  // How many options have a grade. The paper may be swapped, so the page listens.
  d.addEventListener('change', event => {
    const paper = event.target.closest('[data-graded]');
    if (!paper) return;
    const all = $$('.judge', paper).length, done = $$('.judge input:checked', paper).length;
    $('[data-count]', paper).textContent = paper.dataset.graded.replace('{done}', done).replace('{all}', all);
  });

  // Texts in progress stay on this device until they are sent; ballots never do.
  // What was sent is wiped by the page that answers: where none comes, the text is still here.
  const owner = d.body.dataset.member, SENT = 'civic:sent';
  const key = area => `civic:${owner}:${new URL(area.form.action).pathname}:${area.name}`;
  const keeping = area => owner && area.form && area.matches('textarea[data-keep]');
  const restore = root => $$('textarea[data-keep]', root).filter(keeping).forEach(area => {
    const kept = localStorage.getItem(key(area));
    if (kept && !area.value) { area.value = kept; say(d.body.dataset.found); }
  });
  const answered = (performance.getEntriesByType('navigation')[0] || {}).type === 'navigate';
  if (answered) (sessionStorage.getItem(SENT) || '').split('\n').forEach(k => localStorage.removeItem(k));
  sessionStorage.removeItem(SENT);
  restore(d);
  d.addEventListener('htmx:after:swap', () => restore(d));
  d.addEventListener('input', event => {
    const area = event.target;
    if (!area.matches || !keeping(area)) return;
    if (area.value) localStorage.setItem(key(area), area.value);
    else localStorage.removeItem(key(area));
  });
  d.addEventListener('submit', event => {
    const keys = $$('textarea[data-keep]', event.target).filter(keeping).map(key);
    if (keys.length) sessionStorage.setItem(SENT, keys.join('\n'));
  });
  for (const form of $$('form[data-signs-out]')) {
    form.addEventListener('submit', () => localStorage.clear());
  }

  // A name that is being typed behind an @: the server offers those that begin so.
  const namesOf = area => area.id && d.getElementById(`names-${area.id}`);
  const begun = area => /(?:^|[\s(«“"])@([^\s@][^\n@]{0,40})$/.exec(area.value.slice(0, area.selectionStart));
  const offer = (box, text) => {
    $('input', box).value = text;
    if (text) $('a', box).dispatchEvent(new Event('begun'));
    else $('div', box).replaceChildren();
  };
  d.addEventListener('input', event => {
    const area = event.target, box = namesOf(area);
    if (box) offer(box, (begun(area) || [])[1] || '');
  });
  d.addEventListener('keydown', event => {
    const box = event.target.closest('.names') || namesOf(event.target);
    if (event.key !== 'Escape' || !box) return;
    offer(box, '');
    d.getElementById(box.id.slice(6)).focus();
  });
  d.addEventListener('click', event => {
    const button = event.target.closest('[data-name]');
    if (!button) return;
    const box = button.closest('.names'), area = d.getElementById(box.id.slice(6)), found = begun(area);
    if (found) area.setRangeText(`${button.dataset.name} `, area.selectionStart - found[1].length, area.selectionStart, 'end');
    area.dispatchEvent(new Event('input', { bubbles: true }));
    offer(box, '');
    area.focus();
  });

  // A reply is written below its message: asked for here, since a page has forty such links.
  d.addEventListener('click', event => {
    const link = event.target.closest('.post .acts a[href$="/reply"]');
    if (!link || !window.htmx || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const post = link.closest('.post');
    if (!$('.reply', post)) post.insertAdjacentHTML('beforeend', '<div class="reply" aria-live="polite"></div>');
    htmx.ajax('GET', link.getAttribute('href'), { target: $('.reply', post), swap: 'innerHTML' });
  });

  // An arrow that is pressed while the paper is on its way moves what is shown no more: it is pressed again on the
  // paper that comes, so that each press counts, in the order in which they came; one whose arrow is gone is over.
  const later = [];
  let arranging = false;
  d.addEventListener('click', event => {
    const arrow = event.target.closest('button[name="move"]');
    if (!arrow || !window.htmx) return;
    if (!arranging) { arranging = true; return; }
    event.preventDefault();
    event.stopImmediatePropagation();
    later.push(arrow.id);
  }, true);
  d.addEventListener('htmx:finally:request', () => {
    arranging = false;
    let next = null;
    while (later.length && !next) next = d.getElementById(later.shift());
    if (next) next.click();
  });

  addEventListener('offline', () => say(d.body.dataset.offline));
})(document);
