import '@mantine/core/styles.css';
import '@fontsource-variable/rubik/wght.css';
import './theme.css';
import { DirectionProvider, MantineProvider, useDirection } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { useEffect } from 'react';
import { createRoot } from 'react-dom/client';
import { useTranslation } from 'react-i18next';
import { ApiProblem, whenSignedOut } from './api.ts';
import { setUpLanguage } from './i18n/setup.ts';
import { createAppRouter } from './router.tsx';
import { cssVariables, schemeManager, theme } from './theme.ts';

/** Failures that another attempt may mend: nothing arrived, or the server had a bad moment. */
const mayPass = (error: unknown) =>
  error instanceof ApiProblem && (error.status === 0 || error.status >= 502);

const client = new QueryClient({
  defaultOptions: {
    queries: { staleTime: 15_000, retry: (failures, error) => failures < 2 && mayPass(error) },
  },
});
const router = createAppRouter(client);

whenSignedOut(() => {
  const { location, resolvedLocation } = router.state;
  // Before the first page is there, the router itself leads to the door.
  if (resolvedLocation === undefined || location.pathname === '/sign-in') return;
  void router.navigate({ to: '/sign-in', search: { next: location.href } });
});

/** Keeps Mantine's idea of the direction with the language's. */
function Direction() {
  const { i18n } = useTranslation();
  const { dir, setDirection } = useDirection();
  const wanted = i18n.dir();
  useEffect(() => {
    if (dir !== wanted) setDirection(wanted);
  }, [dir, wanted, setDirection]);
  return null;
}

await setUpLanguage();
const root = document.getElementById('root');
if (root !== null) {
  createRoot(root).render(
    <DirectionProvider initialDirection="rtl">
      <MantineProvider
        theme={theme}
        cssVariablesResolver={cssVariables}
        colorSchemeManager={schemeManager}
        defaultColorScheme="auto"
      >
        <Direction />
        <QueryClientProvider client={client}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </MantineProvider>
    </DirectionProvider>,
  );
}
