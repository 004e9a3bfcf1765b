export { choosable } from './events.js';
export type { Notice } from './notice.js';
export { createNotifications, type Notifications } from './notifications.js';
export type { InboxMark, NotificationView } from './inbox.js';
export type { NotificationSettings, NotificationSettingsChange } from './settings.js';
export type { Channel } from './webhooks/channel.js';
export type { DeliveryView } from './webhooks/deliveries.js';
export { sealedChannelsTable } from './webhooks/channel-store.js';
