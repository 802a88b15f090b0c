/** The door of what happened: what the LIMS tells us, and how it is asked. */
export { askLims, isAway } from './ask-lims.ts'
export { followFeed } from './lims-news/follow-feed.ts'
export { newsOf } from './lims-news/news-of.ts'
export { receiveNews } from './lims-news/receive-news.ts'
export { registerAtLims } from './lims-news/register-at-lims.ts'
