declare module 'simple-oauth2' {
  /** The part of the client library that tests use; it comes without types. */
  export class ClientCredentials {
    constructor(config: {
      client: { id: string; secret: string };
      auth: { tokenHost: string; tokenPath: string };
      options?: { authorizationMethod?: 'header' | 'body'; credentialsEncodingMode?: 'strict' | 'loose' };
    });
    getToken(parameters: { scope?: string }): Promise<{ token: Record<string, unknown> }>;
  }
}
