CREATE TABLE `upload_usage` (
	`owner_id` varchar(40) NOT NULL,
	`day` varchar(10) NOT NULL,
	`kind` enum('photo','video') NOT NULL,
	`files` int NOT NULL,
	`bytes` bigint NOT NULL,
	CONSTRAINT `upload_usage_owner_id_day_kind_pk` PRIMARY KEY(`owner_id`,`day`,`kind`)
);
--> statement-breakpoint
ALTER TABLE `media` ADD `placeholder` varchar(2000);--> statement-breakpoint
ALTER TABLE `media` ADD `upload_id` varchar(500);--> statement-breakpoint
ALTER TABLE `media` ADD `touched_at` datetime(3) DEFAULT (UTC_TIMESTAMP(3)) NOT NULL;--> statement-breakpoint
ALTER TABLE `media` ADD `failure` varchar(300);--> statement-breakpoint
ALTER TABLE `media` ADD `original_expires_at` datetime(3);--> statement-breakpoint
ALTER TABLE `media` ADD `original_deleted_at` datetime(3);--> statement-breakpoint
ALTER TABLE `upload_usage` ADD CONSTRAINT `upload_usage_owner_id_users_id_fk` FOREIGN KEY (`owner_id`) REFERENCES `users`(`id`) ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX `media_touched` ON `media` (`status`,`touched_at`);--> statement-breakpoint
CREATE INDEX `media_expires` ON `media` (`original_expires_at`);--> statement-breakpoint
UPDATE `media` SET `status` = 'ready', `original_expires_at` = `created_at` + INTERVAL 30 DAY WHERE `kind` = 'video' AND `status` = 'processing';
