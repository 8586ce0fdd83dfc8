ALTER TABLE `outbox` ADD `lane` varchar(40);--> statement-breakpoint
ALTER TABLE `scans` ADD `stage_seconds` text;--> statement-breakpoint
CREATE INDEX `outbox_lane` ON `outbox` (`lane`,`relayed_at`);