import { z } from 'zod';

export const securities = ['tls', 'starttls', 'none'] as const;

export const hostName = z
  .string()
  .trim()
  .regex(/^[A-Za-z0-9](?:[A-Za-z0-9.:_-]{0,252}[A-Za-z0-9])?$/, { error: 'invalid' });
