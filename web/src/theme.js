// Light and dark: what the system asks for, unless the switch of the page says otherwise. Series
// have the colors of Okabe and Ito, which color-blind readers tell apart, lighter on dark.

const themes = {
  light: {
    name: 'light',
    text: '#1c2127',
    faint: '#5b6570',
    line: '#d5dae0',
    ground: '#ffffff',
    accent: '#0072b2',
    other: '#8a949e',
    series: [
      '#0072b2',
      '#e69f00',
      '#009e73',
      '#cc79a7',
      '#d55e00',
      '#56b4e9',
      '#8c6bb1',
      '#9a8700',
      '#66717c',
    ],
    heat: ['#f4efe6', '#f2c14e', '#d55e00', '#7a1f1f'],
  },
  dark: {
    name: 'dark',
    text: '#e8ebee',
    faint: '#a5afb9',
    line: '#3a434c',
    ground: '#171b20',
    accent: '#5cb8f0',
    other: '#7c8791',
    series: [
      '#5cb8f0',
      '#f0b63a',
      '#2fc79a',
      '#e39ac4',
      '#f5813f',
      '#9bd2f5',
      '#b59be0',
      '#d0c04a',
      '#a5afb9',
    ],
    heat: ['#242a31', '#7a4a1a', '#f5813f', '#ffe08a'],
  },
};

const system = window.matchMedia('(prefers-color-scheme: dark)');
let chosen = null;
let printing = false;
const listeners = [];

export function theme() {
  if (printing) return themes.light;
  return themes[chosen ?? (system.matches ? 'dark' : 'light')];
}

export function whenThemeChanges(listener) {
  listeners.push(listener);
}

function apply() {
  document.documentElement.dataset.theme = theme().name;
  listeners.forEach((each) => each());
}

export function toggle() {
  chosen = theme().name === 'dark' ? 'light' : 'dark';
  apply();
}

export function startTheme() {
  system.addEventListener('change', apply);
  window.addEventListener('beforeprint', () => {
    printing = true;
    apply();
  });
  window.addEventListener('afterprint', () => {
    printing = false;
    apply();
  });
  apply();
}
