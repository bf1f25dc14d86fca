-- CreateTable
CREATE TABLE "Area" (
    "name" TEXT NOT NULL PRIMARY KEY,
    "version" INTEGER NOT NULL,
    "rev" INTEGER NOT NULL DEFAULT 0,
    "digest" TEXT NOT NULL DEFAULT ''
);

-- CreateTable
CREATE TABLE "Item" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "area" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "parent" TEXT NOT NULL,
    "label" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "rev" INTEGER NOT NULL DEFAULT 1,
    "draft" BOOLEAN NOT NULL DEFAULT false,
    "data" TEXT NOT NULL,
    "savedBy" TEXT NOT NULL,
    "savedAt" DATETIME NOT NULL,
    CONSTRAINT "Item_parent_fkey" FOREIGN KEY ("parent") REFERENCES "Item" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "User" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "name" TEXT NOT NULL,
    "passwordHash" TEXT NOT NULL,
    "group" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL,
    "disabled" BOOLEAN NOT NULL DEFAULT false
);

-- CreateTable
CREATE TABLE "Session" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "userId" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL,
    "lastActivity" DATETIME NOT NULL,
    "address" TEXT NOT NULL,
    "endedAt" DATETIME,
    CONSTRAINT "Session_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Audit" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "at" DATETIME NOT NULL,
    "user" TEXT NOT NULL,
    "address" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "area" TEXT,
    "item" TEXT,
    "before" TEXT,
    "after" TEXT,
    "result" TEXT NOT NULL
);

-- CreateIndex
CREATE INDEX "Item_area_idx" ON "Item"("area");

-- CreateIndex
CREATE UNIQUE INDEX "Item_parent_kind_label_key" ON "Item"("parent", "kind", "label");

-- CreateIndex
CREATE UNIQUE INDEX "User_name_key" ON "User"("name");

-- CreateIndex
CREATE INDEX "Session_userId_idx" ON "Session"("userId");

-- CreateIndex
CREATE INDEX "Audit_item_action_idx" ON "Audit"("item", "action");
