package weft.sim.collect;

import it.unimi.dsi.fastutil.ints.IntArrayList;

/**
 * An undirected graph with colours on its vertices and labels on its edges, as sparse rows. Edges
 * between the same two vertices may be several.
 */
public final class LabelledGraph {

  private final IntArrayList colours = new IntArrayList();
  private final IntArrayList ones = new IntArrayList();
  private final IntArrayList others = new IntArrayList();
  private final IntArrayList edgeLabels = new IntArrayList();
  private int labels;
  private int[] firsts = new int[0];
  private int[] targets = new int[0];

  /** Adds a vertex and returns its number: 0, 1, 2, … */
  public int addVertex(int colour) {
    colours.add(colour);
    return colours.size() - 1;
  }

  /** Joins two vertices. Labels are small numbers from 0 on. */
  public void addEdge(int one, int other, int label) {
    ones.add(one);
    others.add(other);
    edgeLabels.add(label);
    labels = Math.max(labels, label + 1);
  }

  /** Number of vertices. */
  public int vertices() {
    return colours.size();
  }

  /** Number of edges. */
  public int edges() {
    return ones.size();
  }

  int colour(int vertex) {
    return colours.getInt(vertex);
  }

  int labels() {
    return labels;
  }

  /** Sorts the edges into rows, by vertex and label. Nothing may be added afterwards. */
  void seal() {
    int vertices = vertices();
    firsts = new int[vertices * labels + 1];
    for (int edge = 0; edge < edges(); edge++) {
      firsts[row(ones.getInt(edge), edgeLabels.getInt(edge)) + 1]++;
      firsts[row(others.getInt(edge), edgeLabels.getInt(edge)) + 1]++;
    }
    for (int row = 0; row + 1 < firsts.length; row++) {
      firsts[row + 1] += firsts[row];
    }
    targets = new int[2 * edges()];
    int[] next = firsts.clone();
    for (int edge = 0; edge < edges(); edge++) {
      int one = ones.getInt(edge);
      int other = others.getInt(edge);
      int label = edgeLabels.getInt(edge);
      targets[next[row(one, label)]++] = other;
      targets[next[row(other, label)]++] = one;
    }
  }

  /** Where the neighbours of a vertex over edges of a label begin. */
  int first(int vertex, int label) {
    return firsts[row(vertex, label)];
  }

  /** Where they end. */
  int end(int vertex, int label) {
    return firsts[row(vertex, label) + 1];
  }

  int target(int place) {
    return targets[place];
  }

  private int row(int vertex, int label) {
    return vertex * labels + label;
  }
}
