"""What is put down beside the road: units consulted, parties settled (五(三)3、五(四))."""
