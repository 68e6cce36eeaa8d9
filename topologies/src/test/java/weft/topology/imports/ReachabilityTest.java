package weft.topology.imports;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import weft.topology.graph.Cable;
import weft.topology.graph.CableClass;
import weft.topology.graph.CableTier;
import weft.topology.graph.Device;
import weft.topology.graph.DeviceKind;
import weft.topology.graph.Topology;
import weft.topology.graph.TopologyBuilder;
import weft.topology.hardware.LinkType;

/** Against all pairs, each by a search through what a path may do. */
final class ReachabilityTest {

  private static final CableClass CABLE =
      new CableClass(
          new CableTier("any", "any", false), LinkType.lossless("any", 400_000_000_000L, 0));

  private static final List<DeviceKind> KINDS =
      List.of(
          DeviceKind.GPU,
          DeviceKind.NVSWITCH,
          DeviceKind.NIC,
          DeviceKind.LEAF,
          DeviceKind.SWITCH,
          DeviceKind.SPINE);

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void agreesWithAllPairs(long seed) {
    Random random = new Random(seed);
    int gaps = 0;
    int relayed = 0;
    for (int i = 0; i < 2_000; i++) {
      Topology topology = random(random);
      Optional<Reachability.Gap> gap = Reachability.gap(topology);
      assertThat(gap.isEmpty()).as("seed %d, case %d", seed, i).isEqualTo(complete(topology, true));
      gap.ifPresent(
          pair ->
              assertThat(reaches(topology, pair.from(), pair.to(), true))
                  .as("seed %d: %s", seed, pair)
                  .isFalse());
      gaps += gap.isPresent() ? 1 : 0;
      relayed += gap.isEmpty() && !complete(topology, false) ? 1 : 0;
    }
    assertThat(gaps).isBetween(200, 1_800);
    assertThat(relayed).isGreaterThan(20);
  }

  /** 131,072 GPUs on rails that no spine joins: only their nodes relay. */
  @Test
  @Timeout(20)
  @Tag("slow")
  void takesTimeInProportionToTheFabric() {
    assertThat(Reachability.gap(rails(16_384, true))).isEmpty();
    assertThat(Reachability.gap(rails(16_384, false))).isPresent();
  }

  private static Topology rails(int nodes, boolean scaleUp) {
    TopologyBuilder builder = new TopologyBuilder("rails");
    List<Device> leaves = new ArrayList<>();
    for (int rail = 0; rail < 8; rail++) {
      leaves.add(builder.addDevice(DeviceKind.LEAF, "leaf-" + rail, Device.NONE, rail));
    }
    for (int node = 0; node < nodes; node++) {
      Device nvswitch = builder.addDevice(DeviceKind.NVSWITCH, "n" + node, node, Device.NONE);
      for (int rail = 0; rail < 8; rail++) {
        Device gpu = builder.addDevice(DeviceKind.GPU, node + "/" + rail, node, rail);
        builder.connect(CABLE, gpu, leaves.get(rail));
        if (scaleUp) {
          builder.connect(CABLE, gpu, nvswitch);
        }
      }
    }
    return builder.build();
  }

  private static Topology random(Random random) {
    TopologyBuilder builder = new TopologyBuilder("random");
    int gpus = 2 + random.nextInt(5);
    int nodes = 1 + random.nextInt(3);
    List<Device> devices = new ArrayList<>();
    for (int i = 0; i < gpus; i++) {
      devices.add(builder.addDevice(DeviceKind.GPU, "gpu-" + i, random.nextInt(nodes), i));
    }
    int others = 1 + random.nextInt(6);
    for (int i = 0; i < others; i++) {
      DeviceKind kind = KINDS.get(1 + random.nextInt(KINDS.size() - 1));
      devices.add(builder.addDevice(kind, "other-" + i, Device.NONE, Device.NONE));
    }
    int cables = devices.size() + random.nextInt(2 * devices.size());
    for (int i = 0; i < cables; i++) {
      Device one = devices.get(random.nextInt(devices.size()));
      Device other = devices.get(random.nextInt(devices.size()));
      boolean upwards = one.kind().level() <= other.kind().level();
      if (!one.equals(other)) {
        builder.connect(CABLE, upwards ? one : other, upwards ? other : one);
      }
    }
    return builder.build();
  }

  private static boolean complete(Topology topology, boolean relays) {
    List<Device> gpus = topology.devices(DeviceKind.GPU).toList();
    return gpus.stream()
        .allMatch(
            from ->
                gpus.stream()
                    .allMatch(to -> from.equals(to) || reaches(topology, from, to, relays)));
  }

  private static boolean reaches(Topology topology, Device from, Device to, boolean relays) {
    if (direct(topology, from, to)) {
      return true;
    }
    List<Device> gpus = topology.devices(DeviceKind.GPU).toList();
    for (Device first : relays ? gpus : List.<Device>of()) {
      for (Device second : gpus) {
        boolean one = first.equals(second) && (isOf(first, from) || isOf(first, to));
        if ((one || (isOf(first, from) && isOf(second, to)))
            && direct(topology, from, first)
            && (one || direct(topology, first, second))
            && direct(topology, second, to)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean isOf(Device relay, Device gpu) {
    return relay.node() == gpu.node();
  }

  /** A search over devices and what the path may still do there: 0 climb, 1 follow, 2 descend. */
  private static boolean direct(Topology topology, Device from, Device to) {
    int count = topology.devices().size();
    BitSet reached = new BitSet();
    List<Integer> open = new ArrayList<>(List.of(from.id()));
    reached.set(from.id());
    for (int next = 0; next < open.size(); next++) {
      int device = open.get(next) % count;
      int phase = open.get(next) / count;
      for (Cable cable : topology.cables()) {
        boolean atLower = cable.lower().id() == device;
        if (!atLower && cable.upper().id() != device) {
          continue;
        }
        int needed = cable.isLateral() ? 1 : atLower ? 0 : 2;
        int state = needed * count + (atLower ? cable.upper().id() : cable.lower().id());
        if (phase <= needed && !reached.get(state)) {
          reached.set(state);
          open.add(state);
        }
      }
    }
    return open.stream().anyMatch(state -> state % count == to.id());
  }
}
