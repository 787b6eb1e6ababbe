import { createSign } from 'node:crypto';
import * as oauth from 'oauth4webapi';
import type { MailProvider } from './providers.ts';

/** The application that a business has registered at a provider, its secrets opened. */
export interface MailApp {
  readonly provider: MailProvider;
  readonly directory: string | null;
  readonly client: { readonly id: string; readonly secret: string } | null;
  /** Google: the account of a program that may act for every mailbox of the organisation. */
  readonly service: { readonly account: string; readonly key: string } | null;
}

export interface Granted {
  readonly accessToken: string;
  readonly endsAt: number;
  /** In the place of the one that was used; null: that one still holds. */
  readonly refreshToken: string | null;
}

/** Why a provider gives no access: codes of shared/problem-texts.ts. */
export type OAuthFault =
  /** A person has to sign in there (again). */
  | 'oauth_sign_in_needed'
  /** The application or its secret is not accepted, or not for this mailbox. */
  | 'oauth_app_refused'
  /** Not now; it is tried again. */
  | 'oauth_unavailable';

/** `said`: the provider's own words, without anything secret. */
export class OAuthError extends Error {
  override readonly name = 'OAuthError';
  readonly fault: OAuthFault;
  readonly said: string | null;

  constructor(fault: OAuthFault, said: string | null, cause?: unknown) {
    super(said === null ? fault : `${fault}: ${said}`, { cause });
    this.fault = fault;
    this.said = said;
  }
}

const patienceMs = 15_000;
/** Where a provider says nothing of its end. */
const usualLifeSeconds = 3600;
const longestSaid = 300;

export const newState = (): string => oauth.generateRandomState();
export const newVerifier = (): string => oauth.generateRandomCodeVerifier();

interface OnTheWay {
  readonly redirectUrl: string;
  readonly state: string;
  /** RFC 7636. */
  readonly verifier: string;
}

/** The address of the provider's page on which a person lets us into a mailbox. */
export async function authorizationUrl(
  { provider, client, directory }: MailApp,
  username: string,
  { redirectUrl, state, verifier }: OnTheWay,
): Promise<string> {
  const url = new URL(provider.authorizeUrl({ directory }));
  const parameters = {
    ...provider.parameters,
    client_id: client?.id ?? '',
    response_type: 'code',
    redirect_uri: redirectUrl,
    scope: provider.scope,
    state,
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    login_hint: username,
  };
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  return url.href;
}

/** What came back from the page, made into access that lasts. Throws OAuthError. */
export function redeemCode(app: MailApp, answered: URLSearchParams, way: OnTheWay): Promise<Granted> {
  return granted(async ({ server, client, secret, options }) => {
    const checked = oauth.validateAuthResponse(server, client, answered, way.state);
    const { redirectUrl, verifier } = way;
    const response = await oauth.authorizationCodeGrantRequest(
      ...[server, client, secret, checked, redirectUrl, verifier, options],
    );
    return oauth.processAuthorizationCodeResponse(server, client, response);
  }, app);
}

/** Throws OAuthError. */
export function refreshAccess(app: MailApp, refreshToken: string): Promise<Granted> {
  return granted(async ({ server, client, secret, options }) => {
    const response = await oauth.refreshTokenGrantRequest(server, client, secret, refreshToken, options);
    return oauth.processRefreshTokenResponse(server, client, response);
  }, app);
}

/** Access of the organisation's application itself to a mailbox. Throws OAuthError. */
export async function appAccess(app: MailApp, username: string): Promise<Granted> {
  try {
    return await granted(async ({ server, client, secret, options }) => {
      const { service, provider } = app;
      if (service === null) {
        const parameters = { scope: provider.appScope };
        const response = await oauth.clientCredentialsGrantRequest(
          ...[server, client, secret, parameters, options],
        );
        return oauth.processClientCredentialsResponse(server, client, response);
      }
      const grant = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
      const assertion = assertionOf(service, username, app);
      const anyone = () => undefined;
      const response = await oauth.genericTokenEndpointRequest(
        ...[server, client, anyone, grant, { assertion }, options],
      );
      return oauth.processGenericTokenEndpointResponse(server, client, response);
    }, app);
  } catch (error) {
    // Nobody can sign in here: it is the application that may not.
    if (!(error instanceof OAuthError) || error.fault !== 'oauth_sign_in_needed') throw error;
    throw new OAuthError('oauth_app_refused', error.said, error);
  }
}

/** RFC 7523, 2.1: the program says whom it acts for, and signs that. */
function assertionOf(
  { account, key }: NonNullable<MailApp['service']>,
  username: string,
  { provider, directory }: MailApp,
): string {
  const seconds = Math.floor(Date.now() / 1000);
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const claims = {
    iss: account,
    sub: username,
    scope: provider.appScope,
    aud: provider.tokenUrl({ directory }),
    iat: seconds,
    exp: seconds + usualLifeSeconds,
  };
  const signed = `${part({ alg: 'RS256', typ: 'JWT' })}.${part(claims)}`;
  return `${signed}.${createSign('RSA-SHA256').update(signed).sign(key, 'base64url')}`;
}

interface Asking {
  readonly server: oauth.AuthorizationServer;
  readonly client: oauth.Client;
  readonly secret: oauth.ClientAuth;
  readonly options: oauth.TokenEndpointRequestOptions;
}

async function granted(
  ask: (asking: Asking) => Promise<oauth.TokenEndpointResponse>,
  { provider, directory, client, service }: MailApp,
): Promise<Granted> {
  try {
    const answer = await ask({
      server: { issuer: provider.issuer, token_endpoint: provider.tokenUrl({ directory }) },
      client: { client_id: client?.id ?? service?.account ?? '' },
      secret: oauth.ClientSecretPost(client?.secret ?? 'none'),
      options: {
        signal: AbortSignal.timeout(patienceMs),
        ...(provider.isPlain && { [oauth.allowInsecureRequests]: true }),
      },
    });
    const lifeMs = (answer.expires_in ?? usualLifeSeconds) * 1000;
    return {
      accessToken: answer.access_token,
      endsAt: Date.now() + lifeMs,
      refreshToken: answer.refresh_token ?? null,
    };
  } catch (error) {
    throw oauthErrorOf(error);
  }
}

/** RFC 6749, 4.1.2.1 and 5.2, and Microsoft's own: what a person can put right by signing in. */
const signInCodes = new Set(['invalid_grant', 'interaction_required', 'consent_required', 'login_required']);
const laterCodes = new Set(['temporarily_unavailable', 'server_error']);

function oauthErrorOf(error: unknown): OAuthError {
  if (error instanceof oauth.AuthorizationResponseError)
    return new OAuthError(
      laterCodes.has(error.error) ? 'oauth_unavailable' : 'oauth_sign_in_needed',
      saidOf(error.error, error.error_description),
      error,
    );
  if (error instanceof oauth.ResponseBodyError)
    return new OAuthError(
      faultOf(error.error, error.status),
      saidOf(error.error, error.error_description),
      error,
    );
  if (error instanceof oauth.WWWAuthenticateChallengeError)
    return new OAuthError('oauth_app_refused', `HTTP ${error.status}`, error);
  const { message, code } = error as { message?: string; code?: string };
  return new OAuthError('oauth_unavailable', saidOf(message ?? code ?? String(error)), error);
}

function faultOf(code: string, status: number): OAuthFault {
  if (signInCodes.has(code)) return 'oauth_sign_in_needed';
  return status >= 500 || status === 429 || laterCodes.has(code) ? 'oauth_unavailable' : 'oauth_app_refused';
}

function saidOf(code: string, description?: string): string {
  return `${code}${description === undefined ? '' : `: ${description}`}`
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
    .trim()
    .slice(0, longestSaid)
    .toWellFormed();
}
