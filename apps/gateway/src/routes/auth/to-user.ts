import type { User } from '@sandsmith/contracts/domain/user';
import type { UserRecord } from '@sandsmith/db/repositories/users';

/** What a person may know of an account: never its password hash. */
export function toUser({ id, email, displayName, role, createdAt }: UserRecord): User {
  return { id, email, displayName, role, createdAt };
}
