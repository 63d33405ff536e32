import jwt from 'jsonwebtoken';
import { accessTokenIssuer } from './access-tokens.ts';
import { apiKeyPrefix } from './api-keys.ts';

/**
 * Whether an `Authorization` header holds something of this product, valid or not: it is for nobody else to see. Told
 * by its shape, so that a token that has run out or is of another installation counts too.
 */
export function isTokenOfOurs(header: string): boolean {
  const token = /^\s*Bearer\s+(\S+)/i.exec(header)?.[1];
  if (token === undefined) return false;
  if (token.startsWith(apiKeyPrefix)) return true;
  const payload = jwt.decode(token);
  return typeof payload === 'object' && payload?.iss === accessTokenIssuer;
}
