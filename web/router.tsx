import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router';
import { ApiProblem } from './api.ts';
import { listsQuery, sessionQuery } from './api-queries.ts';
import { BootError } from './components/BootError.tsx';
import { NotFound } from './components/NotFound.tsx';
import { PageError } from './components/PageError.tsx';
import { SignedIn } from './components/SignedIn.tsx';
import { callsSearchOf } from './features/calls/calls-search.ts';
import { ScreenPop } from './features/calls/pop/ScreenPop.tsx';
import { intakeSearchOf } from './features/intake/intake-search.ts';
import { SignInPage } from './features/session/SignInPage.tsx';
import { ticketSearchOf } from './features/tickets/ticket-search.ts';
import { firstLanguage, setLanguage } from './i18n/setup.ts';

const root = createRootRouteWithContext<{ client: QueryClient }>()({
  component: Outlet,
  errorComponent: BootError,
  notFoundComponent: () => <NotFound />,
});

/** Only addresses of ours: a link that leads elsewhere after signing in would be a gift to phishers. */
const isOurs = (next: unknown): next is string => typeof next === 'string' && /^\/(?![/\\])/.test(next);

/** Whoever has just been refused is not asked for again. */
const freshMilliseconds = 5000;

async function isSignedIn(client: QueryClient): Promise<boolean> {
  const known = client.getQueryState(sessionQuery.queryKey);
  if (known?.status === 'error' && Date.now() - known.errorUpdatedAt < freshMilliseconds) return false;
  try {
    // Never from memory: it may be the one who has just been signed out.
    await client.fetchQuery({ ...sessionQuery, staleTime: 0 });
    return true;
  } catch {
    return false;
  }
}

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: (given: Record<string, unknown>): { next?: string } =>
    isOurs(given.next) ? { next: given.next } : {},
  // Who is signed in already, in another tab or by an old link, goes on.
  beforeLoad: async ({ context: { client }, search: { next } }) => {
    if (!(await isSignedIn(client))) return;
    throw next === undefined
      ? redirect({ to: '/tickets', replace: true })
      : redirect({ href: next, replace: true });
  },
  component: SignInPage,
});

const signedIn = createRoute({
  getParentRoute: () => root,
  id: 'signed-in',
  beforeLoad: async ({ context: { client }, location }) => {
    try {
      const { user, tenant } = await client.ensureQueryData(sessionQuery);
      await setLanguage(user.language ?? (firstLanguage() === 'en' ? 'en' : tenant.language));
      void client.prefetchQuery(listsQuery);
    } catch (error) {
      if (!(error instanceof ApiProblem) || error.status !== 401) throw error;
      throw redirect({ to: '/sign-in', search: location.pathname === '/' ? {} : { next: location.href } });
    }
  },
  component: () => <SignedIn pop={<ScreenPop />} />,
  errorComponent: BootError,
});

const home = createRoute({
  getParentRoute: () => signedIn,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/tickets' });
  },
});

const tickets = createRoute({
  getParentRoute: () => signedIn,
  path: '/tickets',
  validateSearch: ticketSearchOf,
  component: lazyRouteComponent(() => import('./features/tickets/TicketsLayout.tsx'), 'TicketsLayout'),
});

const ticket = createRoute({
  getParentRoute: () => tickets,
  path: '$number',
  component: lazyRouteComponent(() => import('./features/tickets/TicketPane.tsx'), 'TicketPane'),
});

const newTicket = createRoute({
  getParentRoute: () => signedIn,
  path: '/tickets/new',
  component: lazyRouteComponent(() => import('./features/tickets/NewTicketPage.tsx'), 'NewTicketPage'),
});

const intake = createRoute({
  getParentRoute: () => signedIn,
  path: '/intake',
  validateSearch: intakeSearchOf,
  component: lazyRouteComponent(() => import('./features/intake/IntakePage.tsx'), 'IntakePage'),
});

const comparedMailboxes = createRoute({
  getParentRoute: () => signedIn,
  path: '/intake/mailboxes',
  component: lazyRouteComponent(() => import('./features/intake/mailboxes/ComparedPage.tsx'), 'ComparedPage'),
});

const intakeItem = createRoute({
  getParentRoute: () => intake,
  path: '$id',
  component: lazyRouteComponent(() => import('./features/intake/IntakePane.tsx'), 'IntakePane'),
});

const calls = createRoute({
  getParentRoute: () => signedIn,
  path: '/calls',
  validateSearch: callsSearchOf,
  component: lazyRouteComponent(() => import('./features/calls/CallsPage.tsx'), 'CallsPage'),
});

const call = createRoute({
  getParentRoute: () => calls,
  path: '$id',
  component: lazyRouteComponent(() => import('./features/calls/CallPane.tsx'), 'CallPane'),
});

const account = createRoute({
  getParentRoute: () => signedIn,
  path: '/accounts/$id',
  component: lazyRouteComponent(() => import('./features/tickets/customer/AccountPage.tsx'), 'AccountPage'),
});

const settings = createRoute({
  getParentRoute: () => signedIn,
  path: '/settings',
  component: lazyRouteComponent(() => import('./features/settings/SettingsLayout.tsx'), 'SettingsLayout'),
});

const settingsHome = createRoute({
  getParentRoute: () => settings,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/settings/$section', params: { section: 'lists' } });
  },
});

const settingsSection = createRoute({
  getParentRoute: () => settings,
  path: '$section',
  component: lazyRouteComponent(() => import('./features/settings/SettingsSection.tsx'), 'SettingsSection'),
});

/** Any other address, inside the frame: the way to the right page is beside it. */
const nowhere = createRoute({ getParentRoute: () => signedIn, path: '$', component: () => <NotFound /> });

const me = createRoute({
  getParentRoute: () => signedIn,
  path: '/me',
  component: lazyRouteComponent(() => import('./features/session/MyPage.tsx'), 'MyPage'),
});

const routes = root.addChildren([
  signIn,
  signedIn.addChildren([
    home,
    tickets.addChildren([ticket]),
    newTicket,
    intake.addChildren([intakeItem]),
    comparedMailboxes,
    calls.addChildren([call]),
    account,
    settings.addChildren([settingsHome, settingsSection]),
    me,
    nowhere,
  ]),
]);

/** Search values stay text: an id has up to 39 digits, and the usual parser would make an inexact number of it. */
const parseSearch = (search: string): Record<string, unknown> =>
  Object.fromEntries(new URLSearchParams(search));

function stringifySearch(search: Record<string, unknown>): string {
  const given = Object.entries(search).filter(([, value]) => value !== undefined && value !== null);
  const text = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString();
  return text === '' ? '' : `?${text}`;
}

/** The pages and their addresses: every state of the console is a link that can be sent to a colleague. */
export function createAppRouter(client: QueryClient) {
  return createRouter({
    routeTree: routes,
    context: { client },
    parseSearch,
    stringifySearch,
    defaultPreload: 'intent',
    defaultPreloadDelay: 80,
    defaultPreloadStaleTime: 0,
    defaultErrorComponent: PageError,
    defaultNotFoundComponent: () => <NotFound />,
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createAppRouter>;
  }
}
