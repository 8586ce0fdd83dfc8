ALTER TABLE `media` ADD `joins` boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `scans` ADD `joins_scan_id` varchar(40);