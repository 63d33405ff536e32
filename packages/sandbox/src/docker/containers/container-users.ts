/** The user of containers that write into a store which later containers read: its files keep one owner. */
export const storeUser = 10_001;
/** sandbox-images/base makes users with these numbers. */
const firstUser = 10_002;
const lastUser = 10_512;
const count = lastUser - firstUser + 1;

export interface ContainerUsers {
  /** A user that no container in use has; where there is none left, one that has been in use the longest. */
  take(): number;
  giveBack(user: number): void;
}

/**
 * The kernel counts some things by user, over all containers: with users of their own, no run can use up what another
 * one needs. Begins anywhere, as other servers may use the same engine.
 */
export function createContainerUsers(random: () => number = Math.random): ContainerUsers {
  const inUse = new Map<number, number>();
  let next = Math.floor(random() * count);
  return {
    take() {
      let user = firstUser + (next % count);
      for (let tried = 0; tried < count && inUse.has(user); tried += 1) {
        next += 1;
        user = firstUser + (next % count);
      }
      next += 1;
      inUse.set(user, (inUse.get(user) ?? 0) + 1);
      return user;
    },
    giveBack(user) {
      const left = (inUse.get(user) ?? 0) - 1;
      if (left > 0) inUse.set(user, left);
      else inUse.delete(user);
    },
  };
}
