interface Addressed {
  readonly url: string;
}

interface App {
  readonly client_id: string;
  readonly client_secret: string;
}

/** The configuration that leads to these simulators, with one app at both. */
export const serviceVariables = (
  { trakt, bangumi }: { readonly trakt: Addressed; readonly bangumi: Addressed },
  app: App,
) => ({
  TRAKT_API_URL: trakt.url,
  TRAKT_AUTH_URL: trakt.url,
  TRAKT_CLIENT_ID: app.client_id,
  TRAKT_CLIENT_SECRET: app.client_secret,
  BANGUMI_API_URL: bangumi.url,
  BANGUMI_AUTH_URL: bangumi.url,
  BANGUMI_CLIENT_ID: app.client_id,
  BANGUMI_CLIENT_SECRET: app.client_secret,
});
