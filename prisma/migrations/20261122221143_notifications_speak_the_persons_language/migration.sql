-- DropTable
DROP TABLE "notification_settings";
