import { wireIdOf } from '../../../shared/id.ts';
import type { Role } from '../../../shared/permissions.ts';
import type { User } from '../../../shared/users.ts';
import type { UserRecord } from './users.sql.ts';

type Shown = Omit<User, 'departments' | 'is_active' | 'created_at'>;

/** The part of a user that their own session shows too. */
export function userShown(user: Pick<UserRecord, 'id' | 'name' | 'email' | 'role' | 'language'>): Shown {
  const language = user.language === 'he' || user.language === 'en' ? user.language : null;
  return { id: wireIdOf(user.id), name: user.name, email: user.email, role: user.role as Role, language };
}

export function userInSettings(user: UserRecord): User {
  return {
    ...userShown(user),
    departments: user.departments.map(wireIdOf),
    is_active: user.is_active,
    created_at: user.created_at.toISOString(),
  };
}
