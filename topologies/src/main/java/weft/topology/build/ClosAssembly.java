package weft.topology.build;

import java.util.ArrayList;
import java.util.List;
import weft.topology.graph.CableClass;
import weft.topology.graph.Device;
import weft.topology.graph.DeviceKind;
import weft.topology.graph.Topology;
import weft.topology.graph.TopologyBuilder;

/** Builds a Clos network that has been checked. */
final class ClosAssembly {

  private final Clos clos;
  private final LeafLayer layer;
  private final TopologyBuilder topology;

  ClosAssembly(Clos clos) {
    this.clos = clos;
    layer = clos.layer();
    topology = new TopologyBuilder(clos.name());
  }

  Topology build() {
    List<List<Device>> leaves = layer.addTo(topology, clos.nodeLeaf());
    if (clos.spinesPerGroup == 0) {
      return topology.build();
    }
    List<List<List<Device>>> spines = new ArrayList<>();
    for (int network = 0; network < layer.planes().networks(); network++) {
      spines.add(addSpines(network));
    }
    List<List<Device>> cores = new ArrayList<>();
    for (int network = 0; network < layer.planes().networks(); network++) {
      cores.add(addCores(network));
    }
    connectLeaves(leaves, spines);
    if (clos.coresPerPlane > 0) {
      for (int network = 0; network < cores.size(); network++) {
        connectSpines(spines.get(network), cores.get(network));
      }
    }
    return topology.build();
  }

  private List<List<Device>> addSpines(int network) {
    int groupsPerPod = layer.groupsPerPod(clos.spineGroups());
    List<List<Device>> spines = new ArrayList<>();
    for (int group = 0; group < clos.groups(); group++) {
      int rail = layer.railOfGroup(clos.spineGroups(), network, group % groupsPerPod);
      List<Device> ofGroup = new ArrayList<>();
      for (int spine = 0; spine < clos.spinesPerGroup; spine++) {
        String name = clos.spineName(network, group, spine);
        ofGroup.add(topology.addSwitch(DeviceKind.SPINE, name, rail, clos.switchType()));
      }
      spines.add(ofGroup);
    }
    return spines;
  }

  private List<Device> addCores(int network) {
    List<Device> cores = new ArrayList<>();
    for (int core = 0; core < clos.planesOfCores() * clos.coresPerPlane; core++) {
      String name = clos.coreName(network, core);
      cores.add(topology.addSwitch(DeviceKind.CORE, name, Device.NONE, clos.switchType()));
    }
    return cores;
  }

  private void connectLeaves(List<List<Device>> leaves, List<List<List<Device>>> spines) {
    CableClass cables = clos.leafSpine();
    int groupsPerPod = layer.groupsPerPod(clos.spineGroups());
    for (int unit = 0; unit < leaves.size(); unit++) {
      for (int leaf = 0; leaf < leaves.get(unit).size(); leaf++) {
        int group =
            unit / clos.unitsPerPod * groupsPerPod + layer.groupInPod(clos.spineGroups(), leaf);
        for (Device spine : spines.get(layer.networkOf(leaf)).get(group)) {
          connect(cables, leaves.get(unit).get(leaf), spine, clos.cablesPerLeafPair);
        }
      }
    }
  }

  private void connectSpines(List<List<Device>> spines, List<Device> cores) {
    CableClass cables = clos.spineCore();
    for (List<Device> group : spines) {
      for (int spine = 0; spine < group.size(); spine++) {
        int first = spine % clos.planesOfCores() * clos.coresPerPlane;
        for (Device core : cores.subList(first, first + clos.coresPerPlane)) {
          connect(cables, group.get(spine), core, clos.cablesPerCorePair);
        }
      }
    }
  }

  private void connect(CableClass type, Device lower, Device upper, int count) {
    for (int cable = 0; cable < count; cable++) {
      topology.connect(type, lower, upper);
    }
  }
}
