package weft.sim.route;

import weft.sim.fabric.Fabric;

/**
 * Where a link leads, seen from its source. A path takes links in this order: it climbs, then
 * follows its level, then descends.
 */
enum Direction {
  UP,
  LATERAL,
  DOWN;

  static Direction of(Fabric fabric, int link) {
    int rise = fabric.nodeLevel(fabric.target(link)) - fabric.nodeLevel(fabric.source(link));
    return rise > 0 ? UP : rise < 0 ? DOWN : LATERAL;
  }
}
