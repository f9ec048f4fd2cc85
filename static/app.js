// Everything works without this file: it only makes some pages livelier.
(d => {
  const $ = (s, r = d) => r.querySelector(s), $$ = (s, r = d) => [...r.querySelectorAll(s)];
  d.documentElement.classList.add('js');
  const say = text => {
    const live = $('#announcements');
    if (live) { live.textContent = ''; setTimeout(() => { live.textContent = text; }, 60); }
  };

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

  // How many options have a grade. The paper may be swapped, so the page listens.
  d.addEventListener('change', event => {
    const paper = event.target.closest('[data-graded]');
    if (!paper) return;
    const all = $$('.judge', paper).length, done = $$('.judge input:checked', paper).length;
    $('[data-count]', paper).textContent = paper.dataset.graded.replace('{done}', done).replace('{all}', all);
  });

  // Texts in progress stay on this device until they are sent; ballots never do.
  const owner = d.body.dataset.member;
  for (const area of owner ? $$('textarea[data-keep]') : []) {
    const key = `civic:${owner}:${location.pathname}:${area.name}`;
    if (!area.value && localStorage.getItem(key)) area.value = localStorage.getItem(key);
    area.addEventListener('input', () => localStorage.setItem(key, area.value));
    area.form.addEventListener('submit', () => localStorage.removeItem(key));
  }
  for (const form of $$('form[data-signs-out]')) {
    form.addEventListener('submit', () => localStorage.clear());
  }

  d.addEventListener('click', event => {
    const button = event.target.closest('[data-copy]');
    if (button) navigator.clipboard?.writeText(button.dataset.copy).then(() => say(button.dataset.said));
  });
  addEventListener('offline', () => say(d.body.dataset.offline));
})(document);
