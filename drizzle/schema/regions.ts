import { double, mysqlTable, varchar } from 'drizzle-orm/mysql-core';

/** Korean neighbourhoods (읍면동), from Statistics Korea's 2018 boundaries (통계청 통계지리정보서비스, KOGL type 1). */
export const regions = mysqlTable('regions', {
  code: varchar('code', { length: 7 }).primaryKey(),
  sido: varchar('sido', { length: 40 }).notNull(),
  sigungu: varchar('sigungu', { length: 40 }).notNull(),
  dong: varchar('dong', { length: 40 }).notNull(),
  sidoEn: varchar('sido_en', { length: 60 }).notNull(),
  sigunguEn: varchar('sigungu_en', { length: 60 }).notNull(),
  dongEn: varchar('dong_en', { length: 60 }).notNull(),
  /** WGS 84 degrees. */
  latitude: double('latitude').notNull(),
  longitude: double('longitude').notNull(),
});
