ALTER TABLE `users` ADD `first_region_code` varchar(7);--> statement-breakpoint
ALTER TABLE `users` ADD `second_region_code` varchar(7);--> statement-breakpoint
ALTER TABLE `users` ADD `locale` enum('ko','en');--> statement-breakpoint
ALTER TABLE `users` ADD CONSTRAINT `users_first_region_code_regions_code_fk` FOREIGN KEY (`first_region_code`) REFERENCES `regions`(`code`) ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE `users` ADD CONSTRAINT `users_second_region_code_regions_code_fk` FOREIGN KEY (`second_region_code`) REFERENCES `regions`(`code`) ON DELETE no action ON UPDATE no action;