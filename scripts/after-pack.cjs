// The default app of a development runtime must not be in what users install.
const fs = require('node:fs');
const path = require('node:path');

module.exports = async function afterPack({ appOutDir, packager }) {
  const resources =
    packager.platform.name === 'mac'
      ? path.join(appOutDir, `${packager.appInfo.productFilename}.app`, 'Contents', 'Resources')
      : path.join(appOutDir, 'resources');
  fs.rmSync(path.join(resources, 'default_app.asar'), { force: true });
};
