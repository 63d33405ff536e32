import type { PasswordHasher } from '@sandsmith/crypto/passwords';
import { randomToken } from '@sandsmith/crypto/tokens';
import type { UserRecord, UserRepository } from '@sandsmith/db/repositories/users';
import { SandsmithError } from '@sandsmith/foundation/errors';
import type { LoginLimiter } from './login-limiter.ts';

export interface Accounts {
  /** The user whose password this is; `auth.invalid-credentials` does not tell which of the two was wrong. */
  checkPassword(attempt: { email: string; password: string; address: string }): Promise<UserRecord>;
  register(account: {
    email: string;
    password: string;
    displayName?: string;
    address: string;
  }): Promise<UserRecord>;
  /** Makes the administrator where there is no user at all; tells the password where it was made up. */
  ensureAdministrator(account: {
    email: string;
    password?: string;
  }): Promise<{ user: UserRecord; generatedPassword?: string } | undefined>;
  find(userId: string): Promise<UserRecord>;
}

export interface AccountsOptions {
  users: UserRepository;
  passwords: PasswordHasher;
  limiter: LoginLimiter;
  isRegistrationOpen: boolean;
}

export function createAccounts({ users, passwords, limiter, isRegistrationOpen }: AccountsOptions): Accounts {
  async function create(account: {
    email: string;
    password: string;
    displayName?: string;
    role: 'admin' | 'member';
  }) {
    return users.create({
      email: account.email,
      displayName: account.displayName ?? account.email.split('@')[0] ?? account.email,
      passwordHash: await passwords.hash(account.password),
      role: account.role,
    });
  }

  return {
    async checkPassword({ email, password, address }) {
      await limiter.count({ address, email });
      const user = await users.findByEmail(email);
      const isRight = user
        ? await passwords.verify(user.passwordHash, password)
        : await passwords.verifyNothing(password);
      if (!user || !isRight || user.disabledAt) throw invalidCredentials();
      await limiter.forgive({ address, email });
      if (passwords.needsRehash(user.passwordHash))
        await users.setPasswordHash(user.id, await passwords.hash(password));
      return user;
    },

    async register(account) {
      if (!isRegistrationOpen)
        throw new SandsmithError({
          code: 'auth.registration-closed',
          message:
            'Registration is closed on this server. Ask its administrator, who can start it with REGISTRATION=open.',
        });
      await limiter.count(account);
      return create({ ...account, role: 'member' });
    },

    async ensureAdministrator({ email, password }) {
      if ((await users.count()) > 0) return undefined;
      const generatedPassword = password === undefined ? randomToken(15) : undefined;
      const user = await create({
        email,
        password: password ?? generatedPassword ?? '',
        displayName: 'Administrator',
        role: 'admin',
      });
      return { user, generatedPassword };
    },

    async find(userId) {
      const user = await users.findById(userId);
      if (!user || user.disabledAt) throw invalidCredentials();
      return user;
    },
  };
}

function invalidCredentials(): SandsmithError {
  return new SandsmithError({
    code: 'auth.invalid-credentials',
    message: 'The email or the password is not right. Check both and try again.',
  });
}
