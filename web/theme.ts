import { type CSSVariablesResolver, createTheme, localStorageColorSchemeManager } from '@mantine/core';

const face = "'Rubik Variable', 'Segoe UI', Arial, sans-serif";

export const theme = createTheme({
  fontFamily: face,
  headings: { fontFamily: face, fontWeight: '600' },
  fontSizes: { xs: '12px', sm: '13.5px', md: '14.5px', lg: '16px', xl: '18px' },
  spacing: { xs: '8px', sm: '12px', md: '16px', lg: '20px', xl: '32px' },
  colors: {
    // Mantine's dark greys are neutral; ours lean to the accent, as the surfaces of theme.css do.
    dark: [
      '#d6d9df',
      '#b9bec8',
      '#8f96a2',
      '#6d7480',
      '#434955',
      '#363c47',
      '#252932',
      '#1b1e24',
      '#16191e',
      '#111317',
    ],
  },
  primaryColor: 'indigo',
  primaryShade: { light: 8, dark: 8 },
  defaultRadius: 6,
  respectReducedMotion: true,
  cursorType: 'pointer',
  components: {
    Modal: {
      defaultProps: { transitionProps: { duration: 120 }, overlayProps: { backgroundOpacity: 0.45 } },
    },
    Menu: {
      // The placeholder is an element that a menu may not have, and the portal lies outside of every landmark.
      defaultProps: {
        transitionProps: { duration: 100 },
        withInitialFocusPlaceholder: false,
        withinPortal: false,
      },
    },
    Tooltip: { defaultProps: { openDelay: 400, transitionProps: { duration: 100 } } },
  },
});

/** Mantine's own greys for secondary words are below the contrast that WCAG AA asks for. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-body': '#fbfbfc',
    '--mantine-color-text': '#1c1f26',
    '--mantine-color-dimmed': '#5b626d',
    '--mantine-color-placeholder': '#6a717c',
    '--mantine-color-error': '#c01f2e',
  },
  dark: {
    '--mantine-color-body': '#15171c',
    '--mantine-color-text': '#e3e5ea',
    '--mantine-color-dimmed': '#a3a9b4',
    '--mantine-color-placeholder': '#9299a5',
    '--mantine-color-error': '#ff8a8a',
  },
});

export const schemeManager = localStorageColorSchemeManager({ key: 'pniya-scheme' });
