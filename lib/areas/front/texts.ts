// The parts of front/nginx.conf that no setting changes: how answers are made, compressed, kept and passed on, and their headers.
import { quote } from '../nginx.ts'
import { CONSOLE_PORT } from '../ports.ts'

// Cookies and the policy header are long. Request bodies are forms, which stay in memory, and imported configurations.
export const HTTP = `  client_max_body_size 10m;
  client_body_buffer_size 2m;
  large_client_header_buffers 4 32k;
  proxy_cache_path front-assets levels=1 keys_zone=assets:1m max_size=64m inactive=30d use_temp_path=off;
  proxy_cache_path front-session levels=1 keys_zone=session:1m max_size=1m inactive=1m use_temp_path=off;
  upstream console {
    server 127.0.0.1:${CONSOLE_PORT};
    keepalive 16;
  }
  map $upstream_http_content_security_policy $own_policy {
    default "";
    "" "default-src 'none'; frame-ancestors 'none'";
  }
  map $upstream_http_cache_control $own_caching {
    default "";
    "" no-store;
  }`

// What forbids framing and sniffing stands here, once for every answer; the content security policy is the console's, with
// its nonces, and what nginx answers by itself gets the strictest, and is kept by nobody.
// Answers are compressed here, quickly; the event stream is none of these types and goes out as it comes.
export const SERVER = `    ssl_session_cache shared:front:2m;
    ssl_session_tickets off;
    absolute_redirect off;
    gzip on;
    gzip_comp_level 1;
    gzip_min_length 1000;
    gzip_proxied any;
    gzip_vary on;
    gzip_types application/javascript application/json image/svg+xml text/css text/javascript text/plain text/x-component;
    add_header X-Content-Type-Options nosniff always;
    add_header X-Frame-Options DENY always;
    add_header Referrer-Policy same-origin always;
    add_header Cross-Origin-Resource-Policy same-origin always;
    add_header Permissions-Policy "camera=(), geolocation=(), microphone=()" always;
    add_header Content-Security-Policy $own_policy always;
    add_header Cache-Control $own_caching always;
    error_page 497 =308 https://$http_host$request_uri;`

const AWAY = quote(
  '<!doctype html><html lang="en"><title>The console is not running</title><h1>The console is not running</h1><p>Traffic is not affected. It is started again by itself; reload this page in a few seconds.</p></html>',
)

// What every way to the console tells it. The address, the host, the protocol and the configuration are those that nginx
// saw, never those a client claims.
const TOLD = `      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_set_header Host $http_host;
      proxy_set_header Forwarded "";
      proxy_set_header X-Forwarded-For $remote_addr;
      proxy_set_header X-Forwarded-Host $http_host;
      proxy_set_header X-Forwarded-Port $server_port;
      proxy_set_header X-Forwarded-Proto https;
      proxy_set_header X-Real-IP $remote_addr;
      proxy_set_header X-Fulcrum-Front $digest;
      proxy_set_header X-Middleware-Subrequest "";
      proxy_hide_header X-Content-Type-Options;
      proxy_hide_header X-Frame-Options;
      proxy_hide_header Referrer-Policy;
      proxy_hide_header X-Fulcrum-Settled;
      proxy_hide_header X-Nextjs-Cache;`

// Scripts, styles and fonts are the same for everybody, and a page has two dozen: they are kept here, compressed, and
// whoever asks for them is asked about once in two seconds and connection. Without a session the console decides.
const ASSETS = `    location ^~ /lbadmin/_next/static/ {
      auth_request /lbadmin/.session;
      error_page 401 = @console;
      proxy_pass http://console;
${TOLD}
      proxy_set_header Accept-Encoding gzip;
      gunzip on;
      proxy_buffering on;
      proxy_buffers 16 64k;
      proxy_cache assets;
      proxy_cache_key $uri;
      proxy_cache_valid 200 30d;
      proxy_cache_lock on;
      proxy_ignore_headers Cache-Control Expires Set-Cookie Vary;
      error_page 502 504 @away;
    }
    location = /lbadmin/.session {
      internal;
      proxy_pass http://console/lbadmin/api/session;
${TOLD}
      proxy_set_header Content-Length "";
      proxy_pass_request_body off;
      proxy_buffering on;
      proxy_cache session;
      proxy_cache_key $connection;
      proxy_cache_valid 204 2s;
      proxy_cache_lock on;
      proxy_ignore_headers Cache-Control Expires Set-Cookie Vary;
    }`

export const PROXY = `    location = / {
      return 302 /lbadmin/;
    }
    location / {
      return 404;
    }
${ASSETS}
    location ~ ^/lbadmin(/|$) {
      try_files /nothing @console;
    }
    location @console {
      proxy_pass http://console;
${TOLD}
      proxy_set_header Accept-Encoding "";
      proxy_buffering off;
      proxy_buffer_size 64k;
      proxy_buffers 4 64k;
      proxy_read_timeout 1h;
      error_page 502 504 @away;
    }
    location @away {
      return 502 ${AWAY};
    }
  }`
