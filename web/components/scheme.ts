import { useComputedColorScheme, useMantineColorScheme } from '@mantine/core';

/** Whether the page is dark now, and the switch to the other. */
export function useScheme(): { isDark: boolean; toggle: () => void } {
  const { setColorScheme } = useMantineColorScheme();
  const isDark = useComputedColorScheme('light') === 'dark';
  return { isDark, toggle: () => setColorScheme(isDark ? 'light' : 'dark') };
}
