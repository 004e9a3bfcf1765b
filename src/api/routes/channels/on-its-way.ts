export const path = '/api/v1/notification-channels';
export const onePath = `${path}/{id}`;

/** The answer for what is sent to a channel now; the list at `Location` tells what becomes of it. */
export const onItsWay = <T>(channelId: string, body: T) =>
  ({ status: 202, headers: { location: `${path}/${channelId}/deliveries` }, body }) as const;
