// Before the first paint, so that nobody sees a white flash in the dark or a page that jumps from right to left.
(() => {
  const root = document.documentElement;
  const kept = (key) => {
    try {
      return localStorage.getItem(key);
    } catch {
      return null;
    }
  };
  const scheme = kept('pniya-scheme');
  const isDark =
    scheme === 'dark' || (scheme !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  root.setAttribute('data-mantine-color-scheme', isDark ? 'dark' : 'light');
  if (kept('pniya-language') === 'en') {
    root.lang = 'en';
    root.dir = 'ltr';
  }
})();
