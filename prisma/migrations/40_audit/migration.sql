-- CreateTable
CREATE TABLE "AuditTaken" (
    "id" INTEGER NOT NULL PRIMARY KEY DEFAULT 1,
    "origin" TEXT NOT NULL,
    "upTo" INTEGER NOT NULL
);

-- CreateTable
CREATE TABLE "ApiToken" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "name" TEXT NOT NULL,
    "digest" TEXT NOT NULL,
    "group" TEXT NOT NULL,
    "createdBy" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL,
    "expiresAt" DATETIME,
    "revokedAt" DATETIME,
    "revokedBy" TEXT,
    "lastUsed" DATETIME,
    "lastAddress" TEXT NOT NULL DEFAULT ''
);

-- CreateTable
CREATE TABLE "MetricsAccess" (
    "id" INTEGER NOT NULL PRIMARY KEY DEFAULT 1,
    "networks" TEXT NOT NULL
);
