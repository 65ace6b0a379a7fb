// Share links: addresses that open for whoever has them, and whose path is the key. Often meant to be public, so they are taken, and named.

/** Forms of the host and what follows it; where only the path tells, the host may be any. */
const SHARES: readonly RegExp[] = [
  /^[^/]+(?:\/[^/]+)*?\/(?:index\.php\/)?s\/[a-z\d]{10,64}(?:\/|$)/i, // Nextcloud, ownCloud, CERNBox, Sciebo; Figshare's and Box's private links
  /^[^/]+(?:\/[^/]+)*?\/(?:public\.php|remote\.php)\/(?:web)?dav\/(?:public-files|files)\/[a-z\d]{10,64}/i,
  /^[^/]+\/(?:f|d|u\/d)\/[\da-f]{10,20}(?:\/|$)/i, // Seafile
  /^(?:drive|docs)\.google\.com\/(?:.*\/)?(?:d|folders)\/[\w-]{20,}/i,
  /^(?:drive\.google\.com\/(?:uc|open)|drive\.usercontent\.google\.com\/download)\?(?:.*&)?id=/i,
  /^(?:www\.|dl\.)?dropbox(?:usercontent)?\.com\/(?:s|sh|scl)\//i,
  /^(?:1drv\.ms|we\.tl|pan\.baidu\.com\/s)\/./i,
  /^[\w-]+\.sharepoint\.com\/:[a-z]:\//i,
  /^onedrive\.live\.com\/.*[?&](?:resid|id|cid)=/i,
  /^(?:www\.)?(?:wetransfer\.com\/downloads|mega\.nz\/(?:file|folder)|icloud\.com\/iclouddrive)\/./i,
  /^(?:[\w-]+\.)?(?:box\.com\/(?:s|shared)|pcloud\.(?:link|com)\/publink)/i,
  /^(?:www\.)?datadryad\.org\/(?:stash\/)?share\//i,
  /^data\.mendeley\.com\/preview\//i,
];
const LONGEST = 2000; // characters of an address that are looked at

/** Whether the address itself is what lets in: who reads it in a committed file has the file. */
export function isShareLink(address: string): boolean {
  const [, place] = /^https?:\/\/([^#]*)/i.exec(address.slice(0, LONGEST)) ?? [];
  return place !== undefined && SHARES.some((form) => form.test(place));
}
