-- Users of directories stand beside local ones: a name is unique within each.
ALTER TABLE "User" ADD COLUMN "key" TEXT NOT NULL DEFAULT '';
ALTER TABLE "User" ADD COLUMN "directory" TEXT NOT NULL DEFAULT '';
ALTER TABLE "User" ADD COLUMN "mustChange" BOOLEAN NOT NULL DEFAULT false;
ALTER TABLE "User" ADD COLUMN "lastLogin" DATETIME;
UPDATE "User" SET "key" = lower("name");
DROP INDEX "User_name_key";
CREATE UNIQUE INDEX "User_directory_key_key" ON "User"("directory", "key");

ALTER TABLE "Session" ADD COLUMN "checkedAt" DATETIME;

-- CreateTable
CREATE TABLE "SecondFactor" (
    "userId" TEXT NOT NULL PRIMARY KEY,
    "secret" TEXT NOT NULL,
    "confirmedAt" DATETIME,
    "lastStep" INTEGER NOT NULL DEFAULT -1,
    CONSTRAINT "SecondFactor_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "RecoveryCode" (
    "hash" TEXT NOT NULL PRIMARY KEY,
    "userId" TEXT NOT NULL,
    "usedAt" DATETIME,
    CONSTRAINT "RecoveryCode_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "AccessSetting" (
    "name" TEXT NOT NULL PRIMARY KEY,
    "data" TEXT NOT NULL
);

-- CreateTable
CREATE TABLE "KnownAddress" (
    "key" TEXT NOT NULL PRIMARY KEY,
    "at" DATETIME NOT NULL
);

-- CreateIndex
CREATE INDEX "RecoveryCode_userId_idx" ON "RecoveryCode"("userId");

-- CreateIndex
CREATE INDEX "KnownAddress_at_idx" ON "KnownAddress"("at");
