package weft.topology.analyse;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import weft.topology.analyse.BillItem.Part;
import weft.topology.graph.Cable;
import weft.topology.graph.CableClass;
import weft.topology.graph.Device;
import weft.topology.graph.DeviceKind;
import weft.topology.graph.Topology;
import weft.topology.hardware.CableType;
import weft.topology.hardware.Gpu;
import weft.topology.hardware.Sourced;
import weft.topology.hardware.SwitchType;
import weft.topology.hardware.Transceiver;

/**
 * What a fabric takes, counted one by one over its graph: GPUs, network switches by type, optical
 * modules and engines by type, cables by type and length class. What is built into nodes is part of
 * them and not listed, but for the GPUs; nodes and NICs have no figures in the catalogue.
 *
 * @param gpus how many GPUs
 * @param items its lines
 */
public record BillOfMaterials(int gpus, List<BillItem> items) {

  private static final String UNKNOWN = "unknown";

  public BillOfMaterials {
    items = List.copyOf(items);
  }

  /**
   * The bill of a topology.
   *
   * @param gpu what its GPUs are; null if nobody said it
   */
  public static BillOfMaterials of(Topology topology, @Nullable Gpu gpu) {
    List<BillItem> items = new ArrayList<>();
    int gpus = (int) topology.devices(DeviceKind.GPU).count();
    items.add(
        gpu == null
            ? new BillItem(Part.GPU, UNKNOWN, "", gpus, null, null)
            : new BillItem(Part.GPU, gpu.name(), "", gpus, gpu.power(), gpu.price()));
    addSwitches(topology, items);
    addModules(topology, items);
    addCables(topology, items);
    return new BillOfMaterials(gpus, items);
  }

  /** Watts of everything. */
  public BillTotal power() {
    return BillTotal.of(items, BillItem::totalPower);
  }

  /** Watts of everything but the GPUs. */
  public BillTotal networkPower() {
    return BillTotal.of(
        items.stream().filter(item -> item.part() != Part.GPU).toList(), BillItem::totalPower);
  }

  /** US dollars of everything. */
  public BillTotal price() {
    return BillTotal.of(items, BillItem::totalPrice);
  }

  private static void addSwitches(Topology topology, List<BillItem> items) {
    Map<String, Long> counts = new LinkedHashMap<>();
    Map<String, SwitchType> types = new LinkedHashMap<>();
    for (Device device : topology.devices()) {
      if (device.kind().isNetworkSwitch() && device.node() == Device.NONE) {
        SwitchType type = topology.switchType(device).orElse(null);
        String name = type == null ? UNKNOWN : type.name();
        counts.merge(name, 1L, Long::sum);
        if (type != null) {
          types.put(name, type);
        }
      }
    }
    counts.forEach(
        (name, count) -> {
          SwitchType type = types.get(name);
          items.add(
              new BillItem(
                  Part.SWITCH,
                  name,
                  "",
                  count,
                  type == null ? null : type.power(),
                  type == null ? null : type.price()));
        });
  }

  private static void addModules(Topology topology, List<BillItem> items) {
    Map<Transceiver, Long> counts = new LinkedHashMap<>();
    for (TransceiverCount count : new Modules(topology).counts()) {
      counts.merge(count.transceiver(), (long) count.count(), Long::sum);
    }
    counts.forEach(
        (module, count) ->
            items.add(
                new BillItem(
                    module.coPackaged() ? Part.ENGINE : Part.TRANSCEIVER,
                    module.name(),
                    module.rateLabel(),
                    count,
                    module.power(),
                    module.price())));
  }

  private static void addCables(Topology topology, List<BillItem> items) {
    Map<CableLine, Long> counts = new LinkedHashMap<>();
    Map<CableLine, CableType> types = new HashMap<>();
    for (Cable cable : topology.cables()) {
      if (!cable.tier().insideNode()) {
        CableLine line = CableLine.of(cable.type());
        counts.merge(line, 1L, Long::sum);
        CableType type = cable.type().cable();
        if (type != null) {
          types.putIfAbsent(line, type);
        }
      }
    }
    counts.forEach(
        (line, count) -> {
          CableType type = types.get(line);
          items.add(
              new BillItem(
                  Part.CABLE,
                  line.name,
                  line.length.key(),
                  count,
                  line.power(type),
                  type == null ? null : type.price()));
        });
  }

  /** Cables that are alike; fibre is, whether it was named or follows from the modules. */
  private record CableLine(String name, LengthClass length) {

    static CableLine of(CableClass type) {
      CableType cable = type.cable();
      Transceiver module = type.lowerTransceiver();
      String fibre = module == null ? UNKNOWN : module.medium().cable();
      return new CableLine(cable == null ? fibre : cable.name(), LengthClass.of(type.lengthMm()));
    }

    /** Both ends; fibre draws nothing. */
    @Nullable Sourced power(@Nullable CableType cable) {
      if (name.equals(UNKNOWN)) {
        return null;
      }
      if (cable == null || cable.endsInModules()) {
        return new Sourced(0, true);
      }
      Sourced end = cable.power();
      return end == null ? null : new Sourced(2 * end.value(), end.verified());
    }
  }
}
