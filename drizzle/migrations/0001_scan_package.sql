ALTER TABLE `scans` MODIFY COLUMN `status` enum('queued','running','held','done','failed') NOT NULL DEFAULT 'queued';--> statement-breakpoint
ALTER TABLE `listings` ADD `erased_at` datetime(3);--> statement-breakpoint
ALTER TABLE `scans` ADD `preview_key` varchar(200);--> statement-breakpoint
ALTER TABLE `scans` ADD `usdz_key` varchar(200);--> statement-breakpoint
ALTER TABLE `scans` ADD `turn_count` int DEFAULT 0 NOT NULL;