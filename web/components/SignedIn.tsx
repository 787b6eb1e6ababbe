import { useQueryClient } from '@tanstack/react-query';
import { Outlet } from '@tanstack/react-router';
import { type ReactNode, useEffect } from 'react';
import { startLive } from '../live.ts';
import { Shell } from './Shell.tsx';

/** Everything behind the sign-in page: the frame, and the line on which changes arrive. */
export function SignedIn({ pop }: { pop: ReactNode }) {
  const client = useQueryClient();
  useEffect(() => startLive(client), [client]);
  return (
    <Shell pop={pop}>
      <Outlet />
    </Shell>
  );
}
