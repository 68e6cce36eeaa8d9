package weft.topology.picture;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import weft.topology.graph.Cable;
import weft.topology.graph.CableClass;
import weft.topology.graph.CableTier;
import weft.topology.graph.Device;
import weft.topology.graph.DisjointSets;
import weft.topology.graph.Topology;

/**
 * Takes a topology apart, by levels and lateral cables alone. What is left when the highest devices
 * of a part are taken away falls apart into its children: pods below the cores, units below the
 * spines, nodes below the leaves. Where taking away the lateral cables of one tier leaves parts
 * with several of the highest devices each, those are its children: the groups of a dragonfly.
 */
final class Decomposition {

  private static final int MOST_LATERAL_TIERS = 16;

  private final int[] colours;
  private final int[] unitOf;

  /** Of the units that are being divided: those that are joined. */
  private final DisjointSets joined;

  private final List<Unit> units = new ArrayList<>();
  private final Map<CableClass, Integer> classes = new HashMap<>();
  private final Map<List<Integer>, Integer> signatures = new HashMap<>();

  private Decomposition(Topology topology, int[] colours) {
    this.colours = colours;
    unitOf = new int[topology.devices().size()];
    joined = new DisjointSets(unitOf.length);
    Map<Integer, Unit> nodes = new HashMap<>();
    for (Device device : topology.devices()) {
      Unit unit = device.node() == Device.NONE ? null : nodes.get(device.node());
      if (unit == null) {
        boolean inNode = device.node() != Device.NONE;
        unit = new Unit(units.size(), inNode ? 0 : device.kind().level());
        units.add(unit);
        if (inNode) {
          nodes.put(device.node(), unit);
        }
      }
      unit.devices.add(device);
      unitOf[device.id()] = unit.id;
    }
  }

  /** The whole topology as a part. */
  static Part of(Topology topology, int[] colours) {
    Decomposition all = new Decomposition(topology, colours);
    List<Cable> between = new ArrayList<>();
    for (Cable cable : topology.cables()) {
      Unit lower = all.unit(cable.lower());
      if (lower.id == all.unitOf[cable.upper().id()]) {
        lower.inside.add(cable);
      } else {
        between.add(cable);
      }
    }
    return all.part(all.units, between, List.of());
  }

  /** A node, or a device that is in none. */
  private static final class Unit {

    private final int id;
    private final int level;
    private final List<Device> devices = new ArrayList<>();
    private final List<Cable> inside = new ArrayList<>();

    Unit(int id, int level) {
      this.id = id;
      this.level = level;
    }
  }

  /** Units that hang together, with the cables between them and those to what was taken away. */
  private record Piece(List<Unit> units, List<Cable> cables, List<Cable> uplinks) {}

  private Part part(List<Unit> members, List<Cable> cables, List<Cable> uplinks) {
    if (members.size() == 1) {
      Unit unit = members.get(0);
      return signed(Part.Form.NODE, unit.devices, unit.inside, uplinks, List.of());
    }
    BitSet cut = lateralCut(members, cables);
    if (cut != null) {
      List<Piece> pieces = pieces(members, cables, cut, List.of());
      return signed(Part.Form.LATERAL, List.of(), crossing(cables, pieces), uplinks, parts(pieces));
    }
    int top = members.stream().mapToInt(unit -> unit.level).max().orElse(0);
    List<Device> tops = new ArrayList<>();
    List<Unit> rest = new ArrayList<>();
    for (Unit unit : members) {
      if (unit.level == top) {
        tops.addAll(unit.devices);
      } else {
        rest.add(unit);
      }
    }
    List<Cable> own = new ArrayList<>();
    List<Cable> down = new ArrayList<>();
    List<Cable> below = new ArrayList<>();
    for (Cable cable : cables) {
      boolean lowerIsTop = unit(cable.lower()).level == top;
      boolean upperIsTop = unit(cable.upper()).level == top;
      (lowerIsTop && upperIsTop ? own : lowerIsTop || upperIsTop ? down : below).add(cable);
    }
    List<Piece> pieces = pieces(rest, below, new BitSet(), down);
    return signed(Part.Form.LAYERED, tops, own, uplinks, parts(pieces));
  }

  private List<Part> parts(List<Piece> pieces) {
    return pieces.stream().map(piece -> part(piece.units, piece.cables, piece.uplinks)).toList();
  }

  /**
   * The cables without which the part falls into what is best drawn side by side: none at all if it
   * hangs apart already, those of one tier, or all of them if no unit stands above another; null if
   * it is layered.
   */
  private @Nullable BitSet lateralCut(List<Unit> members, List<Cable> cables) {
    if (pieces(members, cables, new BitSet(), List.of()).size() > 1) {
      return new BitSet();
    }
    Map<CableTier, BitSet> lateral = new LinkedHashMap<>();
    boolean layered = false;
    for (Cable cable : cables) {
      if (unit(cable.lower()).level == unit(cable.upper()).level) {
        lateral.computeIfAbsent(cable.tier(), absent -> new BitSet()).set(cable.id());
      } else {
        layered = true;
      }
    }
    int top = members.stream().mapToInt(unit -> unit.level).max().orElse(0);
    long tops = members.stream().filter(unit -> unit.level == top).count();
    double clearest = 0;
    BitSet best = null;
    for (BitSet cut : lateral.values().stream().limit(MOST_LATERAL_TIERS).toList()) {
      List<Piece> pieces = pieces(members, cables, cut, List.of());
      double clear = modularity(pieces, lateral.values());
      if (pieces.size() > 1 && pieces.size() < tops && clear > clearest) {
        clearest = clear;
        best = cut;
      }
    }
    if (best == null && !layered) {
      best = new BitSet();
      lateral.values().forEach(best::or);
    }
    return best;
  }

  /**
   * How clearly lateral cables keep to the pieces: the share of them that does, less the share that
   * would if their ends were shuffled (Newman and Girvan, "Finding and evaluating community
   * structure in networks", 2004, equation 5; here all pieces are taken to be of one size).
   */
  private double modularity(List<Piece> pieces, Collection<BitSet> lateral) {
    double all = lateral.stream().mapToInt(BitSet::cardinality).sum();
    long kept =
        pieces.stream()
            .flatMap(piece -> piece.cables.stream())
            .filter(cable -> unit(cable.lower()).level == unit(cable.upper()).level)
            .count();
    return kept / all - 1.0 / pieces.size();
  }

  /** What hangs together without the cables that are cut. */
  private List<Piece> pieces(
      List<Unit> members, List<Cable> cables, BitSet cut, List<Cable> uplinks) {
    members.forEach(unit -> joined.release(unit.id));
    for (Cable cable : cables) {
      if (!cut.get(cable.id())) {
        joined.join(unitOf[cable.lower().id()], unitOf[cable.upper().id()]);
      }
    }
    Map<Integer, Piece> pieces = new LinkedHashMap<>();
    BitSet within = new BitSet();
    for (Unit unit : members) {
      within.set(unit.id);
      pieces
          .computeIfAbsent(
              joined.root(unit.id),
              absent -> new Piece(new ArrayList<>(), new ArrayList<>(), new ArrayList<>()))
          .units
          .add(unit);
    }
    for (Cable cable : cables) {
      int lower = joined.root(unitOf[cable.lower().id()]);
      if (lower == joined.root(unitOf[cable.upper().id()])) {
        piece(pieces, lower).cables.add(cable);
      }
    }
    for (Cable cable : uplinks) {
      int lower = unitOf[cable.lower().id()];
      piece(pieces, joined.root(within.get(lower) ? lower : unitOf[cable.upper().id()]))
          .uplinks
          .add(cable);
    }
    return List.copyOf(pieces.values());
  }

  private List<Cable> crossing(List<Cable> cables, List<Piece> pieces) {
    Map<Integer, Integer> pieceOf = new HashMap<>();
    for (int i = 0; i < pieces.size(); i++) {
      int number = i;
      pieces.get(i).units.forEach(unit -> pieceOf.put(unit.id, number));
    }
    return cables.stream()
        .filter(
            cable ->
                !pieceOf
                    .getOrDefault(unitOf[cable.lower().id()], -1)
                    .equals(pieceOf.getOrDefault(unitOf[cable.upper().id()], -1)))
        .toList();
  }

  private static Piece piece(Map<Integer, Piece> pieces, int root) {
    Piece piece = pieces.get(root);
    if (piece == null) {
      throw new IllegalStateException("unit " + root);
    }
    return piece;
  }

  private Unit unit(Device device) {
    return units.get(unitOf[device.id()]);
  }

  private Part signed(
      Part.Form form,
      List<Device> devices,
      List<Cable> links,
      List<Cable> uplinks,
      List<Part> children) {
    List<Integer> key = new ArrayList<>();
    key.add(form.ordinal());
    devices.stream().map(device -> colours[device.id()]).sorted().forEach(key::add);
    key.add(-1);
    children.stream().map(Part::signature).sorted().forEach(key::add);
    key.add(-2);
    addCables(links, key);
    key.add(-3);
    addCables(uplinks, key);
    int signature = signatures.computeIfAbsent(key, absent -> signatures.size());
    return new Part(form, devices, links, uplinks, children, signature);
  }

  private void addCables(List<Cable> cables, List<Integer> key) {
    cables.stream()
        .map(
            cable ->
                new int[] {
                  classes.computeIfAbsent(cable.type(), absent -> classes.size()),
                  colours[cable.lower().id()],
                  colours[cable.upper().id()]
                })
        .sorted(Arrays::compare)
        .forEach(
            cable -> {
              for (int number : cable) {
                key.add(number);
              }
            });
  }

  /** Devices from the highest level down. */
  static List<List<Device>> rows(List<Device> devices) {
    Map<Integer, List<Device>> rows = new LinkedHashMap<>();
    devices.stream()
        .sorted(
            Comparator.comparingInt((Device device) -> -device.kind().level())
                .thenComparingInt(Device::id))
        .forEach(
            device ->
                rows.computeIfAbsent(device.kind().ordinal(), absent -> new ArrayList<>())
                    .add(device));
    return List.copyOf(rows.values());
  }
}
