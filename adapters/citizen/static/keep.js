// Inside the WeChat client: takes the ways to pass this page on out of its menu, since its address opens a case.
"use strict";
(() => {
  const own = document.currentScript.dataset;
  if (!window.wx) return;
  window.wx.config({
    debug: false,
    appId: own.appid,
    timestamp: Number(own.timestamp),
    nonceStr: own.nonce,
    signature: own.signature,
    jsApiList: ["hideMenuItems"],
  });
  window.wx.ready(() => {
    window.wx.hideMenuItems({
      menuList: [
        "menuItem:share:appMessage",
        "menuItem:share:timeline",
        "menuItem:share:qq",
        "menuItem:share:weiboApp",
        "menuItem:share:QZone",
        "menuItem:copyUrl",
        "menuItem:openWithQQBrowser",
        "menuItem:openWithSafari",
      ],
    });
  });
  window.wx.error((problem) => {
    document.documentElement.dataset.script = problem.errMsg;
  });
})();
