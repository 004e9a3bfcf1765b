export {
  channelKinds,
  choosable,
  type ChannelKind,
  type NotificationEvent,
  type Severity,
} from './events.js';
export type { Notice } from './notice.js';
export { createNotifications, type Notifications } from './notifications.js';
export type { InboxFilter, InboxMark, InboxPage, NotificationView } from './inbox.js';
export type { NotificationSettings, NotificationSettingsChange } from './settings.js';
export { locales, type Locale } from './rendering/templates.js';
export type { Channel, ChannelWithSecret } from './webhooks/channel.js';
export type { ChannelWish } from './webhooks/channels.js';
export type { DeliveryFilter, DeliveryPage, DeliveryView } from './webhooks/deliveries.js';
