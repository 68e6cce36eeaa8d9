package weft.topology.picture;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import weft.topology.graph.Cable;
import weft.topology.graph.CableClass;
import weft.topology.graph.CableTier;
import weft.topology.graph.Device;
import weft.topology.graph.DeviceKind;

/** What a picture prints of devices and cables: how many of each sort. */
final class Tally {

  private Tally() {}

  /** Cables that a line of text speaks of as one. */
  record Sort(CableTier tier, long rateBps) {}

  /** How many devices of each kind, the highest first: {@code 16 spine switches}. */
  static List<String> devices(Stream<Device> devices) {
    int[] counts = new int[DeviceKind.values().length];
    devices.forEach(device -> counts[device.kind().ordinal()]++);
    List<String> lines = new ArrayList<>();
    for (int kind = counts.length - 1; kind >= 0; kind--) {
      if (counts[kind] > 0) {
        lines.add(grouped(counts[kind]) + " " + name(DeviceKind.values()[kind], counts[kind]));
      }
    }
    return lines;
  }

  /** How many cables of each tier and rate: {@code 512 × 400 Gb/s leaf–spine}. */
  static Map<Sort, String> cables(Stream<Cable> cables) {
    IdentityHashMap<CableClass, Integer> classes = new IdentityHashMap<>();
    List<CableClass> inOrder = new ArrayList<>();
    cables.forEach(
        cable -> {
          if (classes.merge(cable.type(), 1, Integer::sum) == 1) {
            inOrder.add(cable.type());
          }
        });
    Map<Sort, Integer> counts = new LinkedHashMap<>();
    for (CableClass type : inOrder) {
      Sort sort = new Sort(type.tier(), type.link().rateBps());
      counts.merge(sort, classes.getOrDefault(type, 0), Integer::sum);
    }
    Map<Sort, String> lines = new LinkedHashMap<>();
    counts.forEach(
        (sort, count) ->
            lines.put(
                sort, grouped(count) + " × " + rate(sort.rateBps()) + " " + sort.tier().label()));
    return lines;
  }

  /** What people call a kind of device. */
  static String name(DeviceKind kind) {
    return switch (kind) {
      case GPU, CPU, NIC -> kind.role().toUpperCase(Locale.ROOT);
      case NVSWITCH -> "NVSwitch";
      case PCIE_SWITCH -> "PCIe switch";
      case SWITCH, LEAF, SPINE, CORE, BORDER -> kind.role();
    };
  }

  private static String name(DeviceKind kind, int count) {
    String one =
        switch (kind) {
          case LEAF, SPINE, CORE, BORDER -> kind.role() + " switch";
          default -> name(kind);
        };
    return count == 1 ? one : one + (one.endsWith("ch") ? "es" : "s");
  }

  static String grouped(int count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  private static String rate(long bps) {
    boolean tera = bps >= 1_000_000_000_000L;
    boolean giga = bps >= 1_000_000_000L;
    return BigDecimal.valueOf(bps)
            .movePointLeft(tera ? 12 : giga ? 9 : 6)
            .stripTrailingZeros()
            .toPlainString()
        + (tera ? " Tb/s" : giga ? " Gb/s" : " Mb/s");
  }
}
