# The app and its workers: one image, two commands. See docs/scaling.md.
FROM node:20-bookworm-slim
WORKDIR /windrose
COPY . .
RUN npm ci && npm run build && chown -R node:node /windrose
USER node
ENV NODE_ENV=production
CMD ["npm", "start"]
