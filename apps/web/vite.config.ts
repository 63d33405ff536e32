import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const gateway = process.env['GATEWAY_URL'] ?? 'http://127.0.0.1:3000';

export default defineConfig({
  plugins: [react(), tailwindcss()],
  build: { outDir: 'dist', chunkSizeWarningLimit: 8_000, reportCompressedSize: false },
  worker: { format: 'es' },
  server: {
    proxy: { '/api': gateway, '/socket.io': { target: gateway, ws: true } },
  },
});
