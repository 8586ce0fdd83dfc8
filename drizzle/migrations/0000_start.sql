CREATE TABLE `users` (
	`id` varchar(40) NOT NULL,
	`name` varchar(40) NOT NULL,
	`role` enum('member','moderator','administrator') NOT NULL DEFAULT 'member',
	`token_version` int NOT NULL DEFAULT 1,
	`banned_at` datetime(3),
	`demo` boolean NOT NULL DEFAULT false,
	`created_at` datetime(3) NOT NULL DEFAULT (UTC_TIMESTAMP(3)),
	CONSTRAINT `users_id` PRIMARY KEY(`id`),
	CONSTRAINT `users_name_unique` UNIQUE(`name`)
);
--> statement-breakpoint
CREATE TABLE `listings` (
	`id` varchar(40) NOT NULL,
	`seller_id` varchar(40) NOT NULL,
	`status` enum('draft','active','reserved','sold','deleted') NOT NULL DEFAULT 'draft',
	`title` varchar(60) NOT NULL DEFAULT '',
	`description` text NOT NULL,
	`price_won` int,
	`item_condition` enum('new','like_new','good','worn'),
	`region_code` varchar(7),
	`created_at` datetime(3) NOT NULL DEFAULT (UTC_TIMESTAMP(3)),
	`published_at` datetime(3),
	`deleted_at` datetime(3),
	`status_before_delete` enum('draft','active','reserved','sold'),
	CONSTRAINT `listings_id` PRIMARY KEY(`id`)
);
--> statement-breakpoint
CREATE TABLE `media` (
	`id` varchar(40) NOT NULL,
	`owner_id` varchar(40) NOT NULL,
	`listing_id` varchar(40) NOT NULL,
	`kind` enum('photo','video') NOT NULL,
	`status` enum('uploading','processing','ready','failed') NOT NULL DEFAULT 'uploading',
	`incoming_key` varchar(200) NOT NULL,
	`content_type` varchar(100) NOT NULL,
	`bytes` bigint NOT NULL,
	`width` int,
	`height` int,
	`created_at` datetime(3) NOT NULL DEFAULT (UTC_TIMESTAMP(3)),
	CONSTRAINT `media_id` PRIMARY KEY(`id`)
);
--> statement-breakpoint
CREATE TABLE `outbox` (
	`id` bigint unsigned AUTO_INCREMENT NOT NULL,
	`job` text NOT NULL,
	`created_at` datetime(3) NOT NULL DEFAULT (UTC_TIMESTAMP(3)),
	`relayed_at` datetime(3),
	CONSTRAINT `outbox_id` PRIMARY KEY(`id`)
);
--> statement-breakpoint
CREATE TABLE `regions` (
	`code` varchar(7) NOT NULL,
	`sido` varchar(40) NOT NULL,
	`sigungu` varchar(40) NOT NULL,
	`dong` varchar(40) NOT NULL,
	`sido_en` varchar(60) NOT NULL,
	`sigungu_en` varchar(60) NOT NULL,
	`dong_en` varchar(60) NOT NULL,
	`latitude` double NOT NULL,
	`longitude` double NOT NULL,
	CONSTRAINT `regions_code` PRIMARY KEY(`code`)
);
--> statement-breakpoint
CREATE TABLE `scans` (
	`id` varchar(40) NOT NULL,
	`listing_id` varchar(40) NOT NULL,
	`video_id` varchar(40),
	`status` enum('queued','running','done','failed') NOT NULL DEFAULT 'queued',
	`version` int NOT NULL DEFAULT 1,
	`attempt` int NOT NULL DEFAULT 0,
	`heartbeat_at` datetime(3),
	`stage` varchar(20),
	`fraction` double NOT NULL DEFAULT 0,
	`frames_chosen` int,
	`cameras_solved` int,
	`sparse_points_key` varchar(200),
	`model_key` varchar(200),
	`poster_key` varchar(200),
	`model_bytes` int,
	`verdict` text,
	`failure_reason` varchar(40),
	`created_at` datetime(3) NOT NULL DEFAULT (UTC_TIMESTAMP(3)),
	`started_at` datetime(3),
	`finished_at` datetime(3),
	CONSTRAINT `scans_id` PRIMARY KEY(`id`)
);
--> statement-breakpoint
ALTER TABLE `listings` ADD CONSTRAINT `listings_seller_id_users_id_fk` FOREIGN KEY (`seller_id`) REFERENCES `users`(`id`) ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE `listings` ADD CONSTRAINT `listings_region_code_regions_code_fk` FOREIGN KEY (`region_code`) REFERENCES `regions`(`code`) ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE `media` ADD CONSTRAINT `media_owner_id_users_id_fk` FOREIGN KEY (`owner_id`) REFERENCES `users`(`id`) ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE `media` ADD CONSTRAINT `media_listing_id_listings_id_fk` FOREIGN KEY (`listing_id`) REFERENCES `listings`(`id`) ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE `scans` ADD CONSTRAINT `scans_listing_id_listings_id_fk` FOREIGN KEY (`listing_id`) REFERENCES `listings`(`id`) ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE `scans` ADD CONSTRAINT `scans_video_id_media_id_fk` FOREIGN KEY (`video_id`) REFERENCES `media`(`id`) ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX `listings_newest` ON `listings` (`status`,`published_at`,`id`);--> statement-breakpoint
CREATE INDEX `listings_seller` ON `listings` (`seller_id`,`created_at`);--> statement-breakpoint
CREATE INDEX `media_listing` ON `media` (`listing_id`,`created_at`);--> statement-breakpoint
CREATE INDEX `outbox_waiting` ON `outbox` (`relayed_at`,`id`);--> statement-breakpoint
CREATE INDEX `scans_listing` ON `scans` (`listing_id`,`created_at`);--> statement-breakpoint
CREATE INDEX `scans_status` ON `scans` (`status`,`heartbeat_at`);