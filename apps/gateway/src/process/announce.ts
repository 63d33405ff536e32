import type { Gateway } from '../start-gateway.ts';

/** Tells people on the terminal, and the process that started this one, where the product is. */
export function announce({ url, firstAccount }: Gateway): void {
  const lines = [`Sandsmith is at ${url}`];
  if (firstAccount?.password !== undefined)
    lines.push(
      `First sign-in: ${firstAccount.email} with the password ${firstAccount.password}`,
      'This password is told only now. Keep it.',
    );
  else if (firstAccount)
    lines.push(`First sign-in: ${firstAccount.email} with the password of ADMIN_PASSWORD`);
  process.stdout.write(`${lines.join('\n')}\n`);
  process.send?.({
    type: 'ready',
    url,
    adminEmail: firstAccount?.email,
    adminPassword: firstAccount?.password,
  });
}
